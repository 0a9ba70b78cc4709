import { spawn } from 'node:child_process'
import { ensureBuilt, exampleBuild } from './build.mjs'
import { ensureInstalled } from './installation.mjs'
import { fromRoot } from './paths.mjs'
import { printError } from './terminal.mjs'

/** `npm run demo`: builds the example if needed and runs it; its options are the example's own (`--help` lists them). */
export async function demo(options) {
  try {
    await ensureInstalled()
    await ensureBuilt(exampleBuild, 'Building the example')
  } catch (error) {
    printError(error)
    process.exit(1)
  }
  const own = process.env.HANZO_PORT && !options.some((option) => option.startsWith('--url'))
  const url = own ? ['--url', `http://localhost:${process.env.HANZO_PORT}`] : []
  const child = spawn(process.execPath, [fromRoot('examples/support-agent/dist/main.js'), ...url, ...options], {
    stdio: 'inherit',
  })
  process.on('SIGINT', () => {
    // A terminal sends Ctrl-C to the example as well: it ends, and with it this process.
  })
  process.on('SIGTERM', () => child.kill('SIGTERM'))
  child.on('exit', (code, signal) => process.exit(code ?? (signal === 'SIGINT' ? 0 : 1)))
}
