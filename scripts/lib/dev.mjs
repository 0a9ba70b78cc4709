import { spawn } from 'node:child_process'
import { watch } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { printBanner } from './banner.mjs'
import { hashInputs } from './build.mjs'
import { openDataDirectory } from './data-directory.mjs'
import { startEngines } from './engines.mjs'
import { ensureInstalled } from './installation.mjs'
import { LaunchError } from './launch-error.mjs'
import { openLogFile } from './log-file.mjs'
import { fromRoot } from './paths.mjs'
import { startPlatform } from './platform.mjs'
import { runTool } from './run-command.mjs'
import { accessFor, checkPorts, launcherSettings } from './settings.mjs'
import { onShutdown } from './shutdown.mjs'
import { dim, printError, say, step, warn } from './terminal.mjs'

const compiled = ['packages/schema', 'packages/search', 'packages/embedded', 'apps/ingest']
const watched = ['packages/schema', 'packages/search', 'apps/ingest']
const settleMs = 300

/**
 * `npm run dev`: the platform as in `npm start`, with reload. The console compiles in the platform's process and
 * refreshes in the browser; a change in schema or ingest is compiled by tsc and starts the platform's process again.
 */
export async function dev() {
  const cleanUps = []
  const stop = async () => {
    for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp()
  }
  onShutdown({ stop: () => stop().catch(printError) })
  try {
    await launch(cleanUps)
  } catch (error) {
    printError(error)
    await stop()
    process.exit(1)
  }
}

async function launch(cleanUps) {
  const settings = launcherSettings()
  const { host, port, grpcPort, dataDirectory } = settings
  await checkPorts(settings)
  cleanUps.push(openDataDirectory(dataDirectory).release)
  await ensureInstalled({ forTests: true })
  for (const workspace of compiled) await step(`Compiling ${workspace}`, () => compile(workspace))

  const started = performance.now()
  const log = openLogFile(join(dataDirectory, 'log', 'hanzo.log'))
  cleanUps.push(log.close)
  const engines = await startEngines(dataDirectory, process.env, log)
  cleanUps.push(engines.close)
  const access = accessFor({ host, areEnginesEmbedded: engines.areEmbedded })
  const environment = {
    NODE_ENV: 'development',
    HANZO_CONSOLE: 'dev',
    HANZO_HOST: host,
    HANZO_PORT: String(port),
    HANZO_GRPC_PORT: grpcPort === undefined ? 'off' : String(grpcPort),
    HANZO_DATA_DIR: dataDirectory,
    HANZO_ACCESS: access,
    CLICKHOUSE_URL: engines.clickhouseUrl,
    DATABASE_URL: engines.databaseUrl,
  }
  const reloading = await reloadingPlatform({ environment, log })
  cleanUps.push(reloading.stop)
  const startedMs = performance.now() - started
  printBanner({ ...reloading.ready, isOpen: access === 'open', dataDirectory, startedMs, logFile: log.file })
  for (const workspace of watched) cleanUps.push(watchCompile(workspace))
  cleanUps.push(onCompiled(reloading.reload))
}

const buildConfig = (workspace) => fromRoot(workspace, 'tsconfig.build.json')

async function compile(workspace) {
  const { code, output } = await runTool('tsc', ['-p', buildConfig(workspace)])
  if (code !== 0) throw new LaunchError(`${workspace} does not compile`, { fix: output.trim() })
}

/** Starts tsc in watch mode, prints what it finds, and ends it. */
function watchCompile(workspace) {
  const args = [
    fromRoot('node_modules/typescript/bin/tsc'),
    '-p',
    buildConfig(workspace),
    '--watch',
    '--preserveWatchOutput',
  ]
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] })
  createInterface({ input: child.stdout }).on('line', (line) => {
    if (/error TS/.test(line)) warn(line)
  })
  return () => child.kill('SIGKILL')
}

/** Calls `changed` when what tsc has written is new and it has been quiet for a moment. */
function onCompiled(changed) {
  const folders = watched.map((workspace) => `${workspace}/dist`)
  let last = hashInputs(folders)
  let timer
  const look = () => {
    // tsc writes every file when its watch begins, with nothing new in them.
    const now = hashInputs(folders)
    if (now !== last) changed()
    last = now
  }
  const watchers = folders.map((folder) =>
    watch(fromRoot(folder), { recursive: true }, (_event, name) => {
      if (!name?.endsWith('.js')) return
      clearTimeout(timer)
      timer = setTimeout(look, settleMs)
    }),
  )
  return () => {
    clearTimeout(timer)
    for (const watcher of watchers) watcher.close()
  }
}

/** One platform process that `reload` replaces; reloads that come while one runs are done once, after it. */
async function reloadingPlatform({ environment, log }) {
  const start = () =>
    startPlatform({ environment, log, onExit: () => warn('the platform ended; the next change starts it') })
  let platform = await step('Starting the platform', start)
  let isRunning = false
  let isWanted = false
  async function reload() {
    isWanted = true
    if (isRunning) return
    isRunning = true
    while (isWanted) {
      isWanted = false
      await platform?.stop()
      platform = await start().catch(printError)
      if (platform) say(dim('reloaded'))
    }
    isRunning = false
  }
  return { ready: platform.ready, reload: () => void reload(), stop: () => platform?.stop() }
}
