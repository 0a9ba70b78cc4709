import { setTimeout as delay } from 'node:timers/promises'
import { DrizzleQueryError } from 'drizzle-orm'
import { drizzle, type NodePgDatabase } from 'drizzle-orm/node-postgres'
import { Pool } from 'pg'
import { EngineUnavailableError, HanzoError } from '../errors.ts'
import type { Logger } from '../logger.ts'

export type Orm = Pick<NodePgDatabase, 'select' | 'insert' | 'update' | 'delete' | 'execute'>

export interface Database {
  pool: Pool
  orm: NodePgDatabase
  close(): Promise<void>
}

const connectionsMax = 5
const connectMilliseconds = 5_000
const statementMilliseconds = 10_000

/** Prepares the connections; the first is made by the first question. */
export function openDatabase(options: { url: string; logger: Logger }): Database {
  const pool = new Pool({
    connectionString: options.url,
    application_name: 'hanzo',
    max: connectionsMax,
    connectionTimeoutMillis: connectMilliseconds,
    query_timeout: statementMilliseconds,
    idleTimeoutMillis: 30_000,
    keepAlive: true,
  })
  // An idle connection that the server closes must not end the process; the next question opens another.
  pool.on('error', (error) => options.logger.warn({ err: error }, 'postgresql closed an idle connection'))
  return { pool, orm: drizzle(pool), close: () => pool.end() }
}

/** SQLSTATE of a failed statement; `undefined` when PostgreSQL did not answer at all. */
export function sqlStateOf(error: unknown): string | undefined {
  const cause = error instanceof DrizzleQueryError ? error.cause : error
  const code = (cause as { code?: unknown } | undefined)?.code
  return typeof code === 'string' && /^[0-9A-Z]{5}$/.test(code) ? code : undefined
}

/** Connection lost, resources used up, shutting down, cancelled by a timeout, read-only while it fails over. */
const passingStates = /^(08|53|57|58|25006)/

/**
 * Waits for a question to PostgreSQL.
 * @throws {EngineUnavailableError} when the server cannot be reached or is overloaded.
 */
export async function ask<T>(question: PromiseLike<T>): Promise<T> {
  try {
    return await question
  } catch (error) {
    if (error instanceof HanzoError) throw error
    const state = sqlStateOf(error)
    if (state !== undefined && !passingStates.test(state)) throw error
    const unavailable = new EngineUnavailableError('postgresql', error)
    throw unavailable
  }
}

/** PostgreSQL answers, but will never let this process in. */
export class DatabaseRefusedError extends HanzoError {
  constructor(fix: string, { cause }: { cause: unknown }) {
    super(`postgresql refuses the connection: ${(cause as Error).message}\n  fix: ${fix}`, {
      code: 'DATABASE_REFUSED',
      statusCode: 500,
      cause,
    })
  }
}

const permanentFixes: Record<string, string> = {
  '28P01': 'set the right user and password in DATABASE_URL',
  '28000': 'allow this user and address in pg_hba.conf, or set another user in DATABASE_URL',
  '3D000': 'create the database that DATABASE_URL names, or name another one',
}

interface Waiting {
  onWaiting: (error: Error) => void
  signal: AbortSignal
}

const beginAgainMilliseconds = 1_000

/**
 * Waits until PostgreSQL answers, and begins. Where it goes away between two questions, all is begun again, however often.
 * @throws {DatabaseRefusedError} when waiting cannot help.
 */
export async function beginWithDatabase<T>(database: Database, begin: () => Promise<T>, options: Waiting): Promise<T> {
  for (;;) {
    await waitForDatabase(database, options)
    try {
      return await begin()
    } catch (error) {
      if (!(error instanceof EngineUnavailableError)) throw error
      options.onWaiting(error)
    }
    await delay(beginAgainMilliseconds, undefined, { signal: options.signal })
  }
}

/**
 * Waits until PostgreSQL answers, however long that takes.
 * @throws {DatabaseRefusedError} when waiting cannot help.
 */
export async function waitForDatabase(database: Database, options: Waiting): Promise<void> {
  for (let attempt = 0; ; attempt += 1) {
    try {
      await database.pool.query('select 1')
      return
    } catch (error) {
      const fix = permanentFixes[sqlStateOf(error) ?? '']
      if (fix) throw new DatabaseRefusedError(fix, { cause: error })
      options.onWaiting(error as Error)
    }
    await delay(Math.min(100 * 2 ** attempt, 2_000), undefined, { signal: options.signal })
  }
}
