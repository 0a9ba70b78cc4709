import './lib/check-node.mjs'

// Loaded behind the check: an old Node would stumble over their syntax and say nothing useful.
const { start } = await import('./lib/start.mjs')
await start()
