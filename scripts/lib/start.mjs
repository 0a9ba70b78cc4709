import { join } from 'node:path'
import { printBanner } from './banner.mjs'
import { ensureBuilt, platformBuild } from './build.mjs'
import { openDataDirectory } from './data-directory.mjs'
import { startEngines } from './engines.mjs'
import { ensureInstalled } from './installation.mjs'
import { openLogFile } from './log-file.mjs'
import { keepPlatform } from './platform.mjs'
import { accessFor, checkPorts, launcherSettings } from './settings.mjs'
import { onShutdown } from './shutdown.mjs'
import { printError, step } from './terminal.mjs'

/** `npm start`: installs and builds what is missing, starts the engines and the platform, stops them in order. */
export async function start() {
  const cleanUps = []
  let platform
  const stop = async () => {
    for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp()
  }
  const fail = async (error) => {
    printError(error)
    await stop()
    process.exit(1)
  }
  onShutdown({ stop: () => stop().catch(printError), force: () => platform?.kill() })
  try {
    platform = await launch(cleanUps, fail)
  } catch (error) {
    await fail(error)
  }
}

async function launch(cleanUps, fail) {
  const settings = launcherSettings()
  const { host, port, grpcPort, dataDirectory } = settings
  await checkPorts(settings)
  cleanUps.push(openDataDirectory(dataDirectory).release)
  await ensureInstalled()
  await ensureBuilt(platformBuild, 'Building (about a minute the first time)')

  const started = performance.now()
  const log = openLogFile(join(dataDirectory, 'log', 'hanzo.log'))
  cleanUps.push(log.close)
  const engines = await startEngines(dataDirectory, process.env, log)
  cleanUps.push(engines.close)

  const access = accessFor({ host, areEnginesEmbedded: engines.areEmbedded })
  const environment = {
    NODE_ENV: 'production',
    HANZO_HOST: host,
    HANZO_PORT: String(port),
    HANZO_GRPC_PORT: grpcPort === undefined ? 'off' : String(grpcPort),
    HANZO_DATA_DIR: dataDirectory,
    HANZO_ACCESS: access,
    CLICKHOUSE_URL: engines.clickhouseUrl,
    DATABASE_URL: engines.databaseUrl,
  }
  const platform = await step('Starting the platform', () => keepPlatform({ environment, log, onGiveUp: fail }))
  cleanUps.push(() => platform.stop())
  const startedMs = performance.now() - started
  printBanner({ ...platform.ready, isOpen: access === 'open', dataDirectory, startedMs, logFile: log.file })
  return platform
}
