import { mkdir } from 'node:fs/promises'
import type { ClickHouseClient } from '@clickhouse/client'
import type { FastifyInstance } from 'fastify'
import type { Logger as Pino } from 'pino'
import { type Accounts, createAccounts } from './accounts/accounts.ts'
import { type Addresses, createAddresses } from './addresses.ts'
import { buildApp } from './app.ts'
import { createClickHouseClient } from './clickhouse/client.ts'
import type { Config } from './config.ts'
import { type ConsoleHost, createConsole } from './console.ts'
import { createLatch, type Latch } from './latch.ts'
import { createPipeline, type Pipeline } from './pipeline.ts'
import type { Readiness } from './readiness.ts'
import { readinessChecks } from './readiness-checks.ts'
import { DataDirectoryError } from './start-errors.ts'

/** The platform's parts, connected, of which none has asked a database anything yet. */
export interface Parts {
  addresses: Addresses
  readiness: Readiness
  accounts: Accounts
  console: ConsoleHost | undefined
  app: FastifyInstance
  /** Opened once ClickHouse's tables are those of this release: the writer waits for it. */
  tables: Latch
}

export interface Closable {
  close(): Promise<unknown>
}

/** @param keep is told of each part to close, as it is opened. */
export async function openParts(config: Config, log: Pino, keep: <T extends Closable>(part: T) => T): Promise<Parts> {
  const { HANZO_HOST: host, HANZO_PORT: port, HANZO_PUBLIC_URL: publicUrl } = config
  await makeDirectory(config.HANZO_DATA_DIR)
  const addresses = createAddresses({ host, port, publicUrl })
  const readiness: Readiness = { accounts: false, telemetry: false }
  const tables = createLatch()
  const clickhouse = keep(createClickHouseClient({ url: config.CLICKHOUSE_URL, database: config.CLICKHOUSE_DATABASE }))
  const accounts = keep(openAccounts(config, log, addresses))
  const pipeline = keep(await openPipeline(config, log, clickhouse, tables.opened))
  const console = config.HANZO_CONSOLE === 'off' ? undefined : keep(await openConsole(config, addresses, readiness))
  const app = keep(
    await buildApp(config, {
      accounts,
      pipeline,
      telemetry: async () => undefined,
      console,
      checks: readinessChecks({ accounts, clickhouse, pipeline, readiness }),
      readiness,
      log,
      publicUrl: addresses.publicUrl,
    }),
  )
  return { addresses, readiness, accounts, console, app, tables }
}

async function makeDirectory(directory: string): Promise<void> {
  try {
    await mkdir(directory, { recursive: true, mode: 0o700 })
  } catch (error) {
    throw new DataDirectoryError(directory, { cause: error })
  }
}

function openAccounts(config: Config, log: Pino, { publicUrl }: Addresses): Accounts {
  return createAccounts({
    databaseUrl: config.DATABASE_URL,
    dataDir: config.HANZO_DATA_DIR,
    isOpen: config.HANZO_ACCESS === 'open',
    publicUrl,
    retentionDays: config.HANZO_RETENTION_DAYS,
    apiKey: config.HANZO_API_KEY,
    owner: config.owner,
    logger: log,
  })
}

function openPipeline(
  config: Config,
  log: Pino,
  clickhouse: ClickHouseClient,
  tablesReady: Promise<void>,
): Promise<Pipeline> {
  return createPipeline({
    dataDir: config.HANZO_DATA_DIR,
    clickhouse,
    database: config.CLICKHOUSE_DATABASE,
    tablesReady,
    onAccepted: () => undefined,
    logger: log,
    segmentBytesMax: config.SPOOL_SEGMENT_BYTES,
    segmentAgeMaxMs: config.SPOOL_SEGMENT_MILLISECONDS,
    ...(config.SPOOL_BYTES_MAX === undefined ? {} : { spoolBytesMax: config.SPOOL_BYTES_MAX }),
  })
}

function openConsole(config: Config, { internalUrl }: Addresses, readiness: Readiness): Promise<ConsoleHost> {
  return createConsole({
    isDevelopment: config.HANZO_CONSOLE === 'dev',
    host: config.HANZO_HOST,
    port: config.HANZO_PORT,
    internalUrl,
    isReady: () => readiness.accounts,
  })
}
