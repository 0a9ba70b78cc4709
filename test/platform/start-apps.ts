import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { RowBatch } from '@hanzo/schema/row'
import type { FastifyInstance } from 'fastify'
import { type Accounts, createAccounts, type Started } from '../../apps/ingest/src/accounts/accounts.ts'
import { openDatabase } from '../../apps/ingest/src/accounts/database.ts'
import { sha256 } from '../../apps/ingest/src/accounts/secret.ts'
import { telemetryApi } from '../../apps/ingest/src/api/telemetry-api.ts'
import { buildApp } from '../../apps/ingest/src/app.ts'
import { createClickHouseClient } from '../../apps/ingest/src/clickhouse/client.ts'
import { loadConfig } from '../../apps/ingest/src/config.ts'
import { createLagMeter } from '../../apps/ingest/src/health/lag-meter.ts'
import { openIngestHealth } from '../../apps/ingest/src/health/open-ingest-health.ts'
import { createIntake } from '../../apps/ingest/src/intake.ts'
import { openLimits } from '../../apps/ingest/src/limits/open-limits.ts'
import { createLog } from '../../apps/ingest/src/log.ts'
import { bodyMemoryFor } from '../../apps/ingest/src/receiver/body-memory.ts'
import { createTail } from '../../apps/ingest/src/tail/create-tail.ts'
import { aloneReceivers } from '../fixtures/alone-receivers.ts'
import { keepRows } from '../fixtures/put-rows.ts'
import { startAnyPostgres } from './postgres-servers.ts'

/** The platform's HTTP side on a real PostgreSQL, in this process. What it receives is kept in `accepted`. */
export interface RunningApp {
  app: FastifyInstance
  accounts: Accounts
  started: Started
  accepted: RowBatch[]
  /** Every line of its log, at the level trace. */
  logged: string[]
  /** Resolves when what projects sent is in the database. */
  stored(): Promise<void>
}

/** Somebody of another organisation, with a project `other`. */
export const stranger = {
  key: 'hz_key-of-the-other-project',
  session: 'session-of-a-member-of-another-organisation',
}

export interface Apps {
  /** As on a public address: `https://hanzo.example.org`. */
  required: RunningApp
  /** As `npm start` on loopback. */
  open: RunningApp
  query(sql: string): Promise<void>
  close(): Promise<void>
}

/** Both kinds of access on one database, which nobody has set up yet. */
export async function startApps(): Promise<Apps> {
  const postgres = await startAnyPostgres()
  const dataDir = mkdtempSync(join(tmpdir(), 'hanzo-app-'))
  const common = { DATABASE_URL: postgres.url, HANZO_DATA_DIR: dataDir, HANZO_CONSOLE: 'off' }
  const required = await startApp({ ...common, HANZO_PUBLIC_URL: 'https://hanzo.example.org' })
  const open = await startApp({ ...common, HANZO_ACCESS: 'open' })
  const database = openDatabase({ url: postgres.url, logger: createLog('silent') })
  return {
    required,
    open,
    async query(sql) {
      await database.pool.query(sql)
    },
    async close() {
      for (const { app, accounts } of [required, open]) {
        await app.close()
        await accounts.close()
      }
      await database.close()
      await postgres.close()
      rmSync(dataDir, { recursive: true, force: true })
    },
  }
}

/** SQL that makes the stranger. */
export const insertStranger = `
  insert into organizations (id, name) values ('other', 'Other');
  insert into projects (id, organization_id, name, retention_days) values ('other', 'other', 'Other', 7);
  insert into users (id, email, name, password_hash) values ('stranger', 'stranger@example.org', 'S', '');
  insert into members (organization_id, user_id, role) values ('other', 'stranger', 'owner');
  insert into sessions (token_sha256, user_id, expires_at)
    values ('${sha256(stranger.session)}', 'stranger', now() + interval '1 day');
  insert into api_keys (id, project_id, name, prefix, key_sha256)
    values ('key', 'other', 'k', 'hz_', '${sha256(stranger.key)}');`

/** How a pipeline is that has nothing to do. */
const idlePipeline = {
  state: () => ({
    ...{ spoolBytes: 0, spoolBytesMax: 1, spoolSegments: 0, deadLetters: 0, deadLetterBytes: 0 },
    ...{ rowsAccepted: 0, rowsWritten: 0, writerFailure: null },
    lag: { recent: createLagMeter().recent(), totals: createLagMeter().totals() },
  }),
  listDeadLetters: async () => [],
  readDeadLetter: async () => [],
  replayDeadLetter: async () => undefined,
  deleteDeadLetter: async () => undefined,
}

async function startApp(environment: Record<string, string>): Promise<RunningApp> {
  const config = loadConfig(environment)
  const logged: string[] = []
  const log = createLog('trace', { write: (line: string) => void logged.push(line) })
  const publicUrl = () => config.HANZO_PUBLIC_URL ?? 'http://localhost:4318'
  const accounts = createAccounts({
    databaseUrl: config.DATABASE_URL,
    dataDir: config.HANZO_DATA_DIR,
    isOpen: config.HANZO_ACCESS === 'open',
    publicUrl,
    retentionDays: config.HANZO_RETENTION_DAYS,
    apiKey: undefined,
    owner: undefined,
    logger: log,
    passwordCost: { logN: 5, r: 8, p: 1 },
  })
  const started = await accounts.start({ onWaiting: () => undefined, signal: AbortSignal.timeout(60_000) })
  const accepted: RowBatch[] = []
  // Nothing listens there: a question that was let through fails, and stands out from one that was refused.
  const clickhouse = createClickHouseClient({ url: 'http://127.0.0.1:1', database: 'hanzo' })
  const { resolveProjectAccess } = accounts
  const { limits, limit, flush, close } = openLimits(config, { accounts, logger: log })
  const readiness = { accounts: true, telemetry: true }
  const pipeline = keepRows(accepted)
  // What became of requests goes elsewhere: tests look at what was sent.
  const outcomes = { ...keepRows([]), ...idlePipeline }
  const ingestHealth = openIngestHealth(config, {
    access: accounts,
    clickhouse,
    pipeline: outcomes,
    readiness,
    logger: log,
  })
  const app = await buildApp(config, {
    accounts,
    intake: limit(ingestHealth.observe(createIntake({ pipeline, logger: log }))),
    bodyMemory: bodyMemoryFor(config.BODY_BYTES_MAX),
    ingestHealth,
    limits,
    telemetry: (scope) =>
      telemetryApi(scope, {
        clickhouse,
        tail: createTail(),
        receivers: aloneReceivers,
        logger: log,
        resolveProjectAccess,
      }),
    console: undefined,
    checks: [],
    readiness,
    log,
    publicUrl,
  })
  app.addHook('onClose', close)
  app.addHook('onClose', ingestHealth.close)
  await app.listen({ host: '127.0.0.1', port: 0 })
  return { app, accounts, started, accepted, logged, stored: flush }
}
