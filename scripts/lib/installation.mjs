import { createHash } from 'node:crypto'
import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { LaunchError } from './launch-error.mjs'
import { installNativePackage, missingNativePackages } from './native-packages.mjs'
import { fromRoot } from './paths.mjs'
import { runNpm } from './run-command.mjs'
import { step } from './terminal.mjs'

const lockfile = () => fromRoot('package-lock.json')
const installed = () => fromRoot('node_modules', '.package-lock.json')
const stamp = () => fromRoot('node_modules', '.hanzo-lockfile')
const lockfileHash = () => createHash('sha256').update(readFileSync(lockfile())).digest('hex')

/** Says whether node_modules is absent or was installed from another lockfile. */
export function needsInstall() {
  if (!existsSync(installed())) return true
  // The hash is sure; without it (installed by hand) the newer of the two files decides.
  if (existsSync(stamp()) && readFileSync(stamp(), 'utf8') === lockfileHash()) return false
  return statSync(lockfile()).mtimeMs > statSync(installed()).mtimeMs
}

/** Brings node_modules to the state of the lockfile, with this platform's binaries. No effect if it is there already. */
export async function ensureInstalled({ forTests = false } = {}) {
  if (needsInstall()) {
    await step('Installing packages (about 1.5 GB on disk, a few minutes the first time)', async () => {
      const { code, output } = await runNpm(['ci', '--no-audit', '--no-fund', '--loglevel=error'])
      if (code !== 0) {
        throw new LaunchError('npm ci failed', {
          fix: `${output.trim()}\n\nIs the network there, and some 3 GB of free disk?`,
        })
      }
    })
    writeFileSync(stamp(), lockfileHash())
  }
  for (const missing of missingNativePackages({ forTests })) {
    await step(`Installing ${missing.name}@${missing.version} for this platform`, () => installNativePackage(missing))
  }
}
