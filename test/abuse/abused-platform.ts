import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { appendFileSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type ClickHouseClient, createClient } from '@clickhouse/client'
import { startClickHouse, startPostgres } from '@hanzo/embedded'
import { openDatabase } from '../../apps/ingest/src/accounts/database.ts'
import { memoryMebibytes } from '../bench/measure.ts'
import { type HostileEngine, startHostileEngine } from './hostile-engine.ts'

const main = fileURLToPath(import.meta.resolve('@hanzo/ingest/main'))
const clock = fileURLToPath(new URL('jumping-clock.mjs', import.meta.url))

/** The built platform with both engines, on throw-away data, and with what it takes to mistreat it. */
export interface AbusedPlatform {
  url: string
  grpcUrl: string
  port: number
  pid: number
  /** Between the platform and ClickHouse: fails on command. */
  engine: HostileEngine
  clickhouse: ClickHouseClient
  /** Moves the platform's time of day by so many milliseconds from the real one. */
  jump(milliseconds: number): void
  /** Makes a project. Access is open, so that its path names it. */
  addProject(projectId: string): Promise<void>
  /** Rows of a table of a project, or of all. */
  count(table: string, projectId?: string): Promise<number>
  /** Resolves when the spool is empty. */
  drained(): Promise<void>
  openFiles(): number
  residentMebibytes(): number
  /** Lines of its log at the level `error` and above. */
  errors(): string[]
  isAlive(): boolean
  close(): Promise<void>
}

const segmentsIn = (directory: string) => readdirSync(directory).filter((name) => name.endsWith('.segment'))

/** @param options.dataDir the platform's own, on a disk of the caller's choice; a temporary one when absent. */
export async function startAbusedPlatform(
  options: { environment?: Record<string, string>; dataDir?: string } = {},
): Promise<AbusedPlatform> {
  const root = mkdtempSync(join(tmpdir(), 'hanzo-abuse-'))
  const dataDir = options.dataDir ?? join(root, 'data')
  const clockFile = join(root, 'clock')
  const logFile = join(root, 'log')
  writeFileSync(clockFile, '0')
  writeFileSync(logFile, '')
  const [clickhouse, postgres] = await Promise.all([
    startClickHouse({ dataDir: join(root, 'clickhouse') }),
    startPostgres({ dataDir: join(root, 'postgres') }),
  ])
  const engine = await startHostileEngine(clickhouse.url)
  const child = fork(main, {
    execArgv: ['--import', clock],
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    env: {
      ...process.env,
      NODE_ENV: 'production',
      ABUSE_CLOCK_FILE: clockFile,
      HANZO_HOST: '127.0.0.1',
      HANZO_PORT: '0',
      HANZO_GRPC_PORT: '0',
      HANZO_DATA_DIR: dataDir,
      HANZO_ACCESS: 'open',
      HANZO_CONSOLE: 'off',
      HANZO_LOG_LEVEL: 'warn',
      CLICKHOUSE_URL: engine.url,
      DATABASE_URL: postgres.url,
      ...options.environment,
    },
  })
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk) => appendFileSync(logFile, chunk))
  const { url, grpcUrl } = await readyUrls(child, logFile)
  const client = createClient({ url: clickhouse.url, database: 'hanzo', request_timeout: 120_000 })
  const database = openDatabase({ url: postgres.url, logger: { info: ignore, warn: ignore, error: ignore } })
  const pid = child.pid ?? 0
  return {
    url,
    grpcUrl,
    port: Number(new URL(url).port),
    pid,
    engine,
    clickhouse: client,
    jump: (milliseconds) => writeFileSync(clockFile, String(milliseconds)),
    async addProject(projectId) {
      await database.pool.query(
        `insert into projects (id, organization_id, name, retention_days)
         select $1, organization_id, $1, 30 from projects where id = 'default' on conflict do nothing`,
        [projectId],
      )
    },
    async count(table, projectId) {
      const query = `SELECT count() AS n FROM ${table} ${projectId ? 'WHERE project_id = {projectId:String}' : ''}`
      const answer = await client.query({ query, query_params: { projectId: projectId ?? '' }, format: 'JSONEachRow' })
      return Number(((await answer.json()) as { n: string }[])[0]?.n)
    },
    async drained() {
      const directory = join(dataDir, 'spool')
      while (existsSync(directory) && segmentsIn(directory).length > 0)
        await new Promise((wake) => setTimeout(wake, 50))
    },
    openFiles: () => readdirSync(`/proc/${pid}/fd`).length,
    residentMebibytes: () => memoryMebibytes(pid).resident,
    errors: () => readFileSync(logFile, 'utf8').split('\n').filter(isError),
    isAlive: () => child.exitCode === null && child.signalCode === null,
    async close() {
      if (child.exitCode === null && child.signalCode === null) {
        child.kill('SIGTERM')
        await once(child, 'exit')
      }
      await Promise.all([client.close(), database.close()])
      await engine.close()
      await Promise.all([clickhouse.close(), postgres.close()])
      rmSync(root, { recursive: true, force: true })
    },
  }
}

function ignore(): void {
  return
}

/** The platform logs JSON; anything else that it writes is a crash. */
function isError(line: string): boolean {
  if (line.trim() === '') return false
  try {
    return (JSON.parse(line) as { level?: number }).level !== undefined && (JSON.parse(line).level as number) >= 50
  } catch {
    return true
  }
}

async function readyUrls(child: ChildProcess, logFile: string): Promise<{ url: string; grpcUrl: string }> {
  const failed = once(child, 'exit').then(([code]) => {
    throw new Error(`the platform ended with code ${code} before it was ready:\n${readFileSync(logFile, 'utf8')}`)
  })
  for (;;) {
    const [message] = (await Promise.race([once(child, 'message'), failed])) as [Record<string, string | undefined>]
    const { type, url, grpcUrl } = message
    const local = (text: string) => text.replace('localhost', '127.0.0.1')
    if (type === 'ready' && url && grpcUrl) return { url: local(url), grpcUrl: local(grpcUrl) }
  }
}
