import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { drizzle } from 'drizzle-orm/node-postgres'
import { migrate } from 'drizzle-orm/node-postgres/migrator'
import { Client } from 'pg'
import { z } from 'zod'
import { HanzoError } from '../errors.ts'
import { ask } from './database.ts'

const migrationsFolder = fileURLToPath(new URL('../../migrations/postgres', import.meta.url))

/** The database was migrated by a later version, which may have changed what this one relies on. */
export class DatabaseNewerError extends HanzoError {
  constructor(details: { databaseMigration: number; newestMigration: number }) {
    super(
      'the postgresql database was migrated by a newer version of Hanzo Cloud\n  fix: start that version or a later one, or point DATABASE_URL at another database',
      { code: 'DATABASE_NEWER', statusCode: 500, details },
    )
  }
}

/** Any number; whoever migrates this database holds it. */
const migrationLock = 4_318_001
const lockMilliseconds = 120_000

/**
 * Brings the tables up to date. Several processes may start at once: one migrates, the others wait for it.
 * @returns the number of migrations that were applied.
 * @throws {DatabaseNewerError} @throws {EngineUnavailableError}
 */
export async function migrateDatabase(url: string, folder = migrationsFolder): Promise<number> {
  const newest = newestMigration(folder)
  // A connection of its own: a migration may take longer than any question is allowed to.
  const client = new Client({ connectionString: url, application_name: 'hanzo-migrations' })
  // A connection that is lost is told to the question under way, too.
  client.on('error', () => undefined)
  await ask(client.connect())
  try {
    return await ask(migrateWith(client, folder, newest))
  } finally {
    // Closing the connection gives the lock back, whatever happened to it.
    await client.end()
  }
}

async function migrateWith(client: Client, folder: string, newest: number): Promise<number> {
  await client.query(`set lock_timeout = ${lockMilliseconds}`)
  await client.query('select pg_advisory_lock($1)', [migrationLock])
  await client.query('set lock_timeout = default')
  const before = await appliedMigrations(client)
  if (before.last > newest) {
    throw new DatabaseNewerError({ databaseMigration: before.last, newestMigration: newest })
  }
  await migrate(drizzle(client), { migrationsFolder: folder })
  return (await appliedMigrations(client)).count - before.count
}

async function appliedMigrations(client: Client): Promise<{ count: number; last: number }> {
  const { rows: found } = await client.query(`select to_regclass('drizzle.__drizzle_migrations') as name`)
  if (found[0]?.name === null) return { count: 0, last: 0 }
  const { rows } = await client.query(
    'select count(*)::int as count, coalesce(max(created_at), 0)::text as last from drizzle.__drizzle_migrations',
  )
  return { count: Number(rows[0]?.count), last: Number(rows[0]?.last) }
}

const journalSchema = z.object({ entries: z.array(z.object({ when: z.number() })) })

function newestMigration(folder: string): number {
  const journal = journalSchema.parse(JSON.parse(readFileSync(`${folder}/meta/_journal.json`, 'utf8')))
  return Math.max(0, ...journal.entries.map((entry) => entry.when))
}
