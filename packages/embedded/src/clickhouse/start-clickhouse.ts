import { createHash, randomBytes } from 'node:crypto'
import { resolve } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { findFreePort } from '../supervisor/free-port.ts'
import { type EngineLogger, type EngineState, type Heartbeat, superviseEngine } from '../supervisor/supervise-engine.ts'
import { askClickHouse, type ClickHouseAddress, checkAnswer } from './ask-clickhouse.ts'
import type { ServerConfig } from './server-config.ts'

export interface StartClickHouseOptions {
  /** Directory of the data; made if missing. One process at a time. */
  dataDir: string
  /** Default: any free port. It stays the same over restarts of the engine. */
  port?: number
  /** Loopback address to listen on. Default 127.0.0.1. */
  host?: string
  /** Default: a new random one each start. */
  password?: string
  /** Queries and inserts that may run at once; more are refused with code 202 (TOO_MANY_SIMULTANEOUS_QUERIES). Default 100. */
  concurrentQueriesMax?: number
  /** Memory the engine may use, a query at most 80 % of it. Default 2 GB; the engine itself never takes more than 90 % of the machine's. */
  memoryBytesMax?: number
  logger?: EngineLogger
  onStateChange?: (state: EngineState) => void
  heartbeat?: Heartbeat
}

export interface EmbeddedClickHouse {
  /** For `createClient({ url })`: holds user name and password. */
  url: string
  username: string
  password: string
  /** Process of the engine; undefined while it is started again. */
  pid(): number | undefined
  /** Lets running inserts finish (15 s at most), then ends the engine; connections that clients keep open delay that by up to 5 s. */
  close(): Promise<void>
}

const USERNAME = 'embedded'
const MEMORY_BYTES_DEFAULT = 2_000_000_000
const HEARTBEAT: Heartbeat = { intervalMs: 2_000, timeoutMs: 5_000, failuresMax: 3 }
const START_TIMEOUT_MS = 180_000
const CLOSE_TIMEOUT_MS = 15_000
const DRAIN_TIMEOUT_MS = 15_000
const DRAIN_POLL_MS = 50
const COUNT_INSERTS = "SELECT count() FROM system.processes WHERE query_kind = 'Insert'"

/**
 * Starts a ClickHouse server in a child process, on ClickHouse's HTTP interface: `@clickhouse/client` works unmodified.
 * The child is replaced when it dies or hangs; it ends with this process, whichever way that ends.
 * @throws {DataDirectoryLockedError} another process uses the directory.
 * @throws {PortInUseError}
 * @throws {EngineStartError} with what the engine said.
 */
export async function startClickHouse(options: StartClickHouseOptions): Promise<EmbeddedClickHouse> {
  const host = options.host ?? '127.0.0.1'
  const port = await findFreePort(host, options.port)
  const password = options.password ?? randomBytes(24).toString('base64url')
  const config: ServerConfig = {
    dataDir: resolve(options.dataDir),
    host,
    port,
    username: USERNAME,
    passwordSha256: createHash('sha256').update(password).digest('hex'),
    memoryBytesMax: options.memoryBytesMax ?? MEMORY_BYTES_DEFAULT,
    concurrentQueriesMax: options.concurrentQueriesMax ?? 100,
  }
  const origin = `http://${host.includes(':') ? `[${host}]` : host}:${port}`
  const address: ClickHouseAddress = { host, port, username: USERNAME, password }
  const engine = await superviseEngine({
    engine: 'ClickHouse',
    entry: new URL(import.meta.url.endsWith('.ts') ? './child.ts' : './child.js', import.meta.url),
    dataDir: config.dataDir,
    startOptions: config,
    // clickhouse-local sits at a terminal here: it must not write a history, nor colours.
    env: { TERM: 'dumb', CLICKHOUSE_HISTORY_FILE: '/dev/null' },
    checkHealth: (signal) => checkAnswer(address, signal),
    heartbeat: options.heartbeat ?? HEARTBEAT,
    startTimeoutMs: START_TIMEOUT_MS,
    closeTimeoutMs: CLOSE_TIMEOUT_MS,
    logger: options.logger,
    onStateChange: options.onStateChange,
  })
  return {
    url: origin.replace('://', `://${USERNAME}:${encodeURIComponent(password)}@`),
    username: USERNAME,
    password,
    pid: () => engine.pid(),
    async close() {
      await drainInserts(address)
      await engine.close()
    },
  }
}

async function drainInserts(address: ClickHouseAddress): Promise<void> {
  const deadline = AbortSignal.timeout(DRAIN_TIMEOUT_MS)
  try {
    while ((await askClickHouse(address, COUNT_INSERTS, deadline)) !== '0') await sleep(DRAIN_POLL_MS)
  } catch {
    // An engine that does not answer has no insert that could still finish; closing it is all that is left to do.
  }
}
