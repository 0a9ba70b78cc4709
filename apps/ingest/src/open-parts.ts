import { mkdir } from 'node:fs/promises'
import type { FastifyInstance } from 'fastify'
import type { Logger as Pino } from 'pino'
import { type Accounts, createAccounts } from './accounts/accounts.ts'
import { type Addresses, createAddresses } from './addresses.ts'
import { telemetryApi } from './api/telemetry-api.ts'
import { buildApp } from './app.ts'
import { createClickHouseClient, createStreamClient } from './clickhouse/client.ts'
import type { Config } from './config.ts'
import { type ConsoleHost, createConsole } from './console.ts'
import { type OpenReceivers, openReceivers } from './follow/receivers.ts'
import type { GrpcServer } from './grpc/grpc-server.ts'
import { openIngestHealth } from './health/open-ingest-health.ts'
import { openLargeJson } from './json/take-large-json.ts'
import { createLatch, type Latch } from './latch.ts'
import { openLimits } from './limits/open-limits.ts'
import { openGrpc } from './open-grpc.ts'
import type { Readiness } from './readiness.ts'
import { readinessChecks } from './readiness-checks.ts'
import { bodyMemoryFor } from './receiver/body-memory.ts'
import { DataDirectoryError } from './start-errors.ts'
import { ingestSettings } from './thread/ingest-settings.ts'
import { type Ingest, startIngest } from './thread/start-ingest.ts'

/** The platform's parts, connected, of which none has asked a database anything yet. */
export interface Parts {
  addresses: Addresses
  readiness: Readiness
  accounts: Accounts
  console: ConsoleHost | undefined
  app: FastifyInstance
  /** Absent where OTLP over gRPC is switched off. */
  grpc: GrpcServer | undefined
  /** Opened once ClickHouse's tables are those of this release: the writer waits for it. */
  tables: Latch
  /** Started once PostgreSQL's tables are there. */
  receivers: OpenReceivers
}

export interface Closable {
  close(): unknown
}

/** @param keep is told of each part to close, as it is opened. */
export async function openParts(config: Config, log: Pino, keep: <T extends Closable>(part: T) => T): Promise<Parts> {
  const { HANZO_HOST: host, HANZO_PORT: port, HANZO_PUBLIC_URL: publicUrl } = config
  await makeDirectory(config.HANZO_DATA_DIR)
  const addresses = createAddresses({ host, port, publicUrl })
  const readiness: Readiness = { accounts: false, telemetry: false }
  const tables = createLatch()
  const engine = { url: config.CLICKHOUSE_URL, database: config.CLICKHOUSE_DATABASE }
  const clickhouse = keep(createClickHouseClient(engine))
  const streams = keep(createStreamClient(engine))
  const accounts = keep(openAccounts(config, log, addresses))
  const { limits, turns, limit, share } = keep(openLimits(config, { accounts, logger: log }))
  const settings = ingestSettings(config)
  let ingest: Ingest | undefined
  // Closed behind the ingest thread: it tells how far that came.
  const receivers = keep(openReceivers({ store: accounts.receivers, own: () => ingest?.position(), logger: log }))
  ingest = keep(await startIngest({ settings, tablesReady: tables.opened, logger: log }))
  const { pipeline, tail, intake } = ingest
  const ingestHealth = keep(
    openIngestHealth(config, { access: accounts, clickhouse, pipeline, readiness, turns: turns.state, logger: log }),
  )
  const console = config.HANZO_CONSOLE === 'off' ? undefined : keep(await openConsole(config, addresses, readiness))
  const largeJson = keep(openLargeJson({ bodyBytesMax: config.BODY_BYTES_MAX, logger: log }))
  const limited = limit(ingestHealth.observe(largeJson.take(share(intake))))
  const bodyMemory = bodyMemoryFor(config.BODY_BYTES_MAX)
  const app = keep(
    await buildApp(config, {
      accounts,
      intake: limited,
      bodyMemory,
      ingestHealth,
      limits,
      telemetry: (scope) =>
        telemetryApi(scope, {
          ...{ clickhouse, streams, tail, receivers, logger: log },
          resolveProjectAccess: accounts.resolveProjectAccess,
        }),
      console,
      checks: readinessChecks({ accounts, clickhouse, pipeline, readiness }),
      readiness,
      log,
      publicUrl: addresses.publicUrl,
    }),
  )
  const { publicUrl: httpUrl } = addresses
  const grpcParts = { accounts, intake: limited, bodyMemory, readiness, onRefused: ingestHealth.refused, log }
  const grpc = config.grpcPort === undefined ? undefined : keep(openGrpc(config, { ...grpcParts, publicUrl: httpUrl }))
  return { addresses, readiness, accounts, console, app, grpc, tables, receivers }
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

function openConsole(config: Config, { internalUrl }: Addresses, readiness: Readiness): Promise<ConsoleHost> {
  return createConsole({
    isDevelopment: config.HANZO_CONSOLE === 'dev',
    host: config.HANZO_HOST,
    port: config.HANZO_PORT,
    internalUrl,
    isReady: () => readiness.accounts,
  })
}
