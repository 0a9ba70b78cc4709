import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { LaunchError } from './launch-error.mjs'
import { fromRoot } from './paths.mjs'
import { runCommand } from './run-command.mjs'
import { step } from './terminal.mjs'

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome', 'msedge']
const places = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
]

function installedChromium() {
  const onPath = (process.env.PATH ?? '').split(delimiter).flatMap((folder) => names.map((name) => join(folder, name)))
  return [...onPath, ...places].find((file) => existsSync(file))
}

/**
 * Finds a Chromium for the browser tests, or installs one.
 * The order: `CHROMIUM_PATH`, the system's own, Debian's package (as root), playwright's download.
 * @returns the path of its program.
 */
export async function ensureChromium() {
  const named = process.env.CHROMIUM_PATH
  if (named) {
    if (existsSync(named)) return named
    throw new LaunchError(`CHROMIUM_PATH names ${named}, which does not exist`, { fix: 'Name the program itself.' })
  }
  return installedChromium() ?? (await debianChromium()) ?? (await playwrightChromium())
}

async function debianChromium() {
  const isRoot = process.getuid?.() === 0
  if (!isRoot || !existsSync('/usr/bin/apt-get')) return undefined
  const env = { DEBIAN_FRONTEND: 'noninteractive' }
  return step("Installing Debian's Chromium", async () => {
    await runCommand('apt-get', ['update', '-qq'], { env })
    await runCommand('apt-get', ['install', '-y', '-qq', '--no-install-recommends', 'chromium'], { env })
    return installedChromium()
  })
}

async function playwrightChromium() {
  const { chromium } = await import(pathToFileURL(fromRoot('node_modules/playwright-core/index.mjs')).href)
  if (existsSync(chromium.executablePath())) return chromium.executablePath()
  return step('Downloading Chromium', async () => {
    const cli = fromRoot('node_modules/playwright-core/cli.js')
    const { code, output } = await runCommand(process.execPath, [cli, 'install', 'chromium-headless-shell', 'chromium'])
    if (code === 0 && existsSync(chromium.executablePath())) return chromium.executablePath()
    throw new LaunchError('no Chromium for the browser tests', {
      fix: `Install one, or name it: CHROMIUM_PATH=/path/to/chromium npm test\n${output.slice(-1000)}`,
    })
  })
}
