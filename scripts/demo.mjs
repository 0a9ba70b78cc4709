import './lib/check-node.mjs'

const { demo } = await import('./lib/demo.mjs')
await demo(process.argv.slice(2))
