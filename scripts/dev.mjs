import './lib/check-node.mjs'

const { dev } = await import('./lib/dev.mjs')
await dev()
