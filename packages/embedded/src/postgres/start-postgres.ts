import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { connect } from 'node:net'
import { resolve } from 'node:path'
import { findFreePort } from '../supervisor/free-port.ts'
import { type EngineLogger, type EngineState, type Heartbeat, superviseEngine } from '../supervisor/supervise-engine.ts'
import type { PostgresChildOptions } from './child.ts'

export interface StartPostgresOptions {
  /** Directory of the data; made if missing. One process at a time. */
  dataDir: string
  /** Default: any free port. It stays the same over restarts of the engine. */
  port?: number
  /** Loopback address to listen on. Default 127.0.0.1. */
  host?: string
  /** Default: a new random one each start. */
  password?: string
  /** Default 100. */
  connectionsMax?: number
  /** A transaction whose client says nothing for this long is rolled back: all others wait for it. Default 60 s. */
  transactionIdleMsMax?: number
  /** Told what takes long: the first start makes the database cluster (up to 12 s). */
  onProgress?: (message: string) => void
  logger?: EngineLogger
  onStateChange?: (state: EngineState) => void
  heartbeat?: Heartbeat
}

export interface EmbeddedPostgres {
  /** For `pg.Pool({ connectionString: url })`: holds user name and password. */
  url: string
  /** Process of the engine; undefined while it is started again. */
  pid(): number | undefined
  close(): Promise<void>
}

// The engine answers nothing while one statement runs: a minute leaves room for a heavy migration.
const HEARTBEAT: Heartbeat = { intervalMs: 2_000, timeoutMs: 10_000, failuresMax: 6 }
const START_TIMEOUT_MS = 180_000
const CLOSE_TIMEOUT_MS = 30_000

/**
 * Starts a PostgreSQL server (PGlite) in a child process: `pg` and drizzle work unmodified.
 * The child is replaced when it dies or hangs; it ends with this process, whichever way that ends.
 * @throws {DataDirectoryLockedError} another process uses the directory.
 * @throws {PortInUseError}
 * @throws {EngineStartError} with what the engine said.
 */
export async function startPostgres(options: StartPostgresOptions): Promise<EmbeddedPostgres> {
  const host = options.host ?? '127.0.0.1'
  const port = await findFreePort(host, options.port)
  const password = options.password ?? randomBytes(24).toString('base64url')
  const childOptions: PostgresChildOptions = {
    dataDir: resolve(options.dataDir),
    host,
    port,
    password,
    connectionsMax: options.connectionsMax ?? 100,
    transactionIdleMsMax: options.transactionIdleMsMax ?? 60_000,
  }
  const engine = await superviseEngine({
    engine: 'PostgreSQL',
    entry: new URL(import.meta.url.endsWith('.ts') ? './child.ts' : './child.js', import.meta.url),
    dataDir: childOptions.dataDir,
    startOptions: childOptions,
    checkHealth: (signal) => checkAnswer(host, port, signal),
    heartbeat: options.heartbeat ?? HEARTBEAT,
    startTimeoutMs: START_TIMEOUT_MS,
    closeTimeoutMs: CLOSE_TIMEOUT_MS,
    logger: options.logger,
    onProgress: options.onProgress,
    onStateChange: options.onStateChange,
  })
  return {
    url: `postgres://postgres:${encodeURIComponent(password)}@${host.includes(':') ? `[${host}]` : host}:${port}/postgres`,
    pid: () => engine.pid(),
    close: () => engine.close(),
  }
}

/** The protocol's shortest question: "SSL?", answered by one byte. */
async function checkAnswer(host: string, port: number, signal: AbortSignal): Promise<void> {
  const socket = connect({ host, port })
  try {
    const sslRequest = Buffer.alloc(8)
    sslRequest.writeInt32BE(8, 0)
    sslRequest.writeInt32BE(80_877_103, 4)
    socket.write(sslRequest)
    await once(socket, 'data', { signal })
  } finally {
    socket.destroy()
  }
}
