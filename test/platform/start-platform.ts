import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { startClickHouse, startPostgres } from '@hanzo/embedded'

/** The whole product on throw-away data: both engines and the platform's process, as `npm start` runs them. */
export interface Platform {
  url: string
  /** Where OTLP over gRPC is received. */
  grpcUrl: string
  clickhouseUrl: string
  databaseUrl: string
  apiKey: string
  dataDir: string
  pids: { platform: number; clickhouse: number; postgres: number }
  /** Resolves when everything that was acknowledged is in ClickHouse, whichever tables it belongs to: a page that is not live asks once. */
  stored(): Promise<void>
  /** Ends the platform's process as an update does and starts it again on the same data; with `HANZO_PORT` at the same address. */
  restart(): Promise<void>
  close(): Promise<void>
}

interface Ready {
  type: 'ready'
  url: string
  grpcUrl: string
  apiKey: string
}

/** A segment of the spool stays until all of it is stored, and is there before its rows are acknowledged. */
async function untilStored(dataDir: string): Promise<void> {
  while ((await readdir(join(dataDir, 'spool'))).some((name) => name.endsWith('.segment'))) {
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
}

const main = fileURLToPath(import.meta.resolve('@hanzo/ingest/main'))

async function untilReady(child: ChildProcess): Promise<Ready> {
  const failed = once(child, 'exit').then(([code]) => {
    throw new Error(`the platform ended with code ${code} before it was ready`)
  })
  for (;;) {
    const [message] = (await Promise.race([once(child, 'message'), failed])) as [Partial<Ready>]
    if (message.type === 'ready') return message as Ready
  }
}

/**
 * Starts the built platform on free loopback ports.
 * @param environment settings on top of the defaults of a loopback start, such as `HANZO_CONSOLE: 'off'`.
 */
export async function startPlatform(environment: Record<string, string> = {}): Promise<Platform> {
  const dataDir = await mkdtemp(join(tmpdir(), 'hanzo-platform-'))
  const [clickhouse, postgres] = await Promise.all([
    startClickHouse({ dataDir: join(dataDir, 'clickhouse') }),
    startPostgres({ dataDir: join(dataDir, 'postgres') }),
  ])
  const startMain = () =>
    fork(main, {
      // The built code: not with the conditions that a test runner gives its own processes.
      execArgv: [],
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
      env: {
        ...process.env,
        NODE_ENV: 'production',
        HANZO_HOST: '127.0.0.1',
        HANZO_PORT: '0',
        HANZO_DATA_DIR: dataDir,
        HANZO_ACCESS: 'open',
        HANZO_LOG_LEVEL: 'warn',
        CLICKHOUSE_URL: clickhouse.url,
        DATABASE_URL: postgres.url,
        ...environment,
      },
    })
  let child = startMain()
  const ready = await untilReady(child)
  const endMain = async () => {
    if (child.exitCode !== null) return
    child.kill('SIGTERM')
    await once(child, 'exit')
  }
  return {
    url: ready.url,
    grpcUrl: ready.grpcUrl,
    clickhouseUrl: clickhouse.url,
    databaseUrl: postgres.url,
    apiKey: ready.apiKey,
    dataDir,
    pids: { platform: child.pid ?? 0, clickhouse: clickhouse.pid() ?? 0, postgres: postgres.pid() ?? 0 },
    stored: () => untilStored(dataDir),
    restart: async () => {
      await endMain()
      child = startMain()
      await untilReady(child)
    },
    close: async () => {
      await endMain()
      await Promise.all([clickhouse.close(), postgres.close()])
      await rm(dataDir, { recursive: true, force: true })
    },
  }
}
