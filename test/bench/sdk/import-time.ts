// The first argument names what is imported; nothing else is loaded before it.
const started = performance.now()
for (const specifier of process.argv.slice(2)) await import(specifier)
process.send?.({ milliseconds: performance.now() - started })
process.disconnect?.()
