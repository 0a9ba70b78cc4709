import { setTimeout as delay } from 'node:timers/promises'
import { type ClickHouseClient, ClickHouseLogLevel, createClient } from '@clickhouse/client'
import { z } from 'zod'
import { EngineUnavailableError } from '../errors.ts'
import { clickHouseError } from './clickhouse-errors.ts'
import { createClickHouseClient } from './client.ts'
import { MigrationEditedError, MigrationFailedError, SchemaTooNewError } from './migration-errors.ts'
import { type Migration, readMigrations } from './read-migrations.ts'

/** Failures of statements until a migration counts as failed: some four seconds. */
const failuresMax = 5
const failurePauseMs = 200

export interface MigrateOptions {
  url: string
  database: string
  /** Those of this release when absent. */
  migrations?: readonly Migration[]
  onApplied?(migration: Migration): void
}

const SCHEMA_MIGRATIONS = `
CREATE TABLE IF NOT EXISTS schema_migrations (
  version UInt32,
  name String,
  checksum String,
  applied_at DateTime64(3, 'UTC') DEFAULT now64(3)
)
ENGINE = ReplacingMergeTree(applied_at)
ORDER BY version`

const APPLIED = `
SELECT version, argMax(name, applied_at) AS name, argMax(checksum, applied_at) AS checksum
FROM schema_migrations
GROUP BY version
ORDER BY version
LIMIT 10000`

const appliedSchema = z.array(z.object({ version: z.number().int(), name: z.string(), checksum: z.string() }))
type Applied = z.infer<typeof appliedSchema>

/**
 * Makes the database if it is absent and brings its tables to this release. Safe to call at every start, and by
 * several processes: statements are idempotent, and a migration is noted once all of its statements ran.
 * @returns the versions that were applied now.
 * @throws {SchemaTooNewError} before anything is changed.
 * @throws {MigrationEditedError} before anything is changed.
 * @throws {MigrationFailedError}
 * @throws {EngineUnavailableError}
 */
export async function migrateClickHouse(options: MigrateOptions): Promise<number[]> {
  const migrations = options.migrations ?? readMigrations()
  await createDatabase(options)
  const client = createClickHouseClient({ ...options, requestTimeoutMs: 300_000 })
  try {
    await client.command({ query: SCHEMA_MIGRATIONS })
    const applied: number[] = []
    for (let failures = 0; ; ) {
      const done = await readApplied(client)
      check(options.database, migrations, done)
      const pending = migrations.find(({ version }) => !done.some((row) => row.version === version))
      if (!pending) return applied
      try {
        await apply(client, options.database, pending)
        applied.push(pending.version)
        options.onApplied?.(pending)
      } catch (error) {
        // Another process that migrates may just have had a table under another name: what it has done meanwhile is seen next.
        failures += 1
        if (!(error instanceof MigrationFailedError) || failures > failuresMax) throw error
        await delay(failures * failurePauseMs * (1 + Math.random()))
      }
    }
  } catch (error) {
    throw clickHouseError(error)
  } finally {
    await client.close()
  }
}

async function createDatabase({ url, database }: MigrateOptions): Promise<void> {
  // Not bound to the database: a request that names one which does not exist yet is refused.
  const client = createClient({ url, application: 'hanzo-cloud', log: { level: ClickHouseLogLevel.OFF } })
  try {
    await client.command({
      query: 'CREATE DATABASE IF NOT EXISTS {database:Identifier}',
      query_params: { database },
    })
  } catch (error) {
    throw clickHouseError(error)
  } finally {
    await client.close()
  }
}

async function readApplied(client: ClickHouseClient): Promise<Applied> {
  const result = await client.query({ query: APPLIED, format: 'JSONEachRow' })
  return appliedSchema.parse(await result.json())
}

function check(database: string, migrations: readonly Migration[], applied: Applied): void {
  const knownVersion = migrations.length
  const databaseVersion = applied.at(-1)?.version ?? 0
  if (databaseVersion > knownVersion) throw new SchemaTooNewError({ database, databaseVersion, knownVersion })
  for (const { version, checksum: appliedChecksum } of applied) {
    const migration = migrations[version - 1]
    if (migration && migration.checksum !== appliedChecksum) {
      const { file, checksum } = migration
      throw new MigrationEditedError({ database, file, appliedChecksum, checksum })
    }
  }
}

async function apply(client: ClickHouseClient, database: string, migration: Migration): Promise<void> {
  const { version, file, checksum } = migration
  for (const statement of migration.statements) {
    try {
      await client.command({ query: statement })
    } catch (error) {
      const mapped = clickHouseError(error)
      if (mapped instanceof EngineUnavailableError) throw mapped
      throw new MigrationFailedError({ database, file, statement }, { cause: error })
    }
  }
  await client.insert({
    table: 'schema_migrations',
    values: [{ version, name: file, checksum }],
    columns: ['version', 'name', 'checksum'],
    format: 'JSONEachRow',
    clickhouse_settings: { async_insert: 0 },
  })
}
