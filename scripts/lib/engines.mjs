import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { LaunchError } from './launch-error.mjs'
import { hasEmbeddedClickHouse } from './native-packages.mjs'
import { fromRoot } from './paths.mjs'
import { say, step, warn } from './terminal.mjs'

const closeMsMax = 45_000

/**
 * Starts the engines whose addresses the environment does not give, both at once. One that dies is replaced on its port.
 * @param log where the engines' own messages go.
 * @returns their addresses, whether both are ours, and `close()`, which never takes longer than 45 s.
 */
export async function startEngines(dataDirectory, environment, log) {
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
    Promise.allSettled(
      wanted.map(({ name, start, folder }) => start({ dataDir: join(dataDirectory, folder), ...reporting(name, log) })),
    ),
  )
  const started = results.map((result, i) => ({ ...wanted[i], engine: result.value })).filter(({ engine }) => engine)
  const failed = results.findIndex(({ status }) => status === 'rejected')
  if (failed >= 0) {
    await closeAll(started)
    throw engineFailed(wanted[failed].name, results[failed].reason)
  }
  return engines(started, environment)
}

/** Writes what an engine says to the log, and the ends of an engine to the terminal as well. */
function reporting(name, log) {
  const write = (level) => (fields, message) => {
    const err = fields.err && { message: fields.err.message }
    log.write(JSON.stringify({ level, time: Date.now(), engine: name, ...fields, ...(err && { err }), msg: message }))
  }
  let wasReady = false
  return {
    logger: { info: write(30), warn: write(40) },
    onStateChange(state) {
      if (state === 'restarting') warn(`${name} ended or hangs; starting it again, the spool keeps what arrives`)
      else if (state === 'failed') warn(`${name} does not start; trying on. Its messages: ${log.file}`)
      else if (state === 'ready' && wasReady) say(`${name} is back`)
      wasReady ||= state === 'ready'
    },
  }
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
  if (reason?.code === 'DATA_DIRECTORY_LOCKED') {
    const fix = reason.pid
      ? `Stop that one: kill ${reason.pid}`
      : 'Stop that one, or name another folder: HANZO_DATA_DIR=…'
    return new LaunchError(`${reason.dataDir} is in use by another process`, { fix, cause: reason })
  }
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
