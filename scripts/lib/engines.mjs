import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { LaunchError } from './launch-error.mjs'
import { hasEmbeddedClickHouse } from './native-packages.mjs'
import { fromRoot } from './paths.mjs'
import { step } from './terminal.mjs'

const closeMsMax = 20_000

/**
 * Starts the engines whose addresses the environment does not give, both at once.
 * @returns their addresses, whether both are ours, and `close()`, which never takes longer than 20 s.
 */
export async function startEngines(dataDirectory, environment) {
  const embedded = await import(pathToFileURL(fromRoot('packages/embedded/dist/index.js')).href)
  const wanted = []
  if (!environment.CLICKHOUSE_URL) {
    if (!hasEmbeddedClickHouse()) throw noEmbeddedClickHouse()
    wanted.push({ name: 'ClickHouse', start: embedded.startClickHouse, folder: 'clickhouse' })
  }
  if (!environment.DATABASE_URL) {
    wanted.push({ name: 'PostgreSQL', start: embedded.startPostgres, folder: 'postgres' })
  }
  if (wanted.length === 0) return engines([], environment)

  const label = `Starting ${wanted.map(({ name }) => name).join(' and ')}`
  const results = await step(label, () =>
    Promise.allSettled(wanted.map(({ start, folder }) => start({ dataDir: join(dataDirectory, folder) }))),
  )
  const started = results.map((result, i) => ({ ...wanted[i], engine: result.value })).filter(({ engine }) => engine)
  const failed = results.findIndex(({ status }) => status === 'rejected')
  if (failed >= 0) {
    await closeAll(started)
    throw engineFailed(wanted[failed].name, results[failed].reason)
  }
  return engines(started, environment)
}

function engines(started, environment) {
  const urlOf = (name) => started.find((one) => one.name === name)?.engine.url
  return {
    clickhouseUrl: urlOf('ClickHouse') ?? environment.CLICKHOUSE_URL,
    databaseUrl: urlOf('PostgreSQL') ?? environment.DATABASE_URL,
    areEmbedded: started.length === 2,
    close: () => closeAll(started),
  }
}

async function closeAll(started) {
  await Promise.all(
    started.map(async ({ engine }) => {
      let timer
      const late = new Promise((resolve) => {
        timer = setTimeout(resolve, closeMsMax)
      })
      await Promise.race([engine.close(), late])
      clearTimeout(timer)
    }),
  )
}

function engineFailed(name, reason) {
  if (reason?.code === 'ENOSPC')
    return new LaunchError(`${name} could not start: the disk is full`, { fix: 'Free some space.', cause: reason })
  return new LaunchError(`${name} could not start: ${reason?.message ?? reason}`, {
    fix: 'Its files are in the data directory. To start with empty ones and keep these: HANZO_DATA_DIR=/another/folder npm start',
    cause: reason,
  })
}

function noEmbeddedClickHouse() {
  return new LaunchError(`the embedded ClickHouse has no build for ${process.platform} ${process.arch}`, {
    fix: 'Use a ClickHouse server: CLICKHOUSE_URL=http://user:password@host:8123 npm start\nOr run everything in containers: docker compose up',
  })
}
