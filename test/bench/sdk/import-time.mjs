// What the arguments name is imported, and nothing is loaded before it: no TypeScript loader either, which every import would go through.
const started = performance.now()
for (const specifier of process.argv.slice(2)) await import(specifier)
process.send?.({ milliseconds: performance.now() - started })
process.disconnect?.()
