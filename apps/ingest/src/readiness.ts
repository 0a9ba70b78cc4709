import { HanzoError } from './errors.ts'

/** What of the platform can do its work yet: it listens before its databases are migrated. */
export interface Readiness {
  /** PostgreSQL is migrated: keys and sessions can be checked. */
  accounts: boolean
  /** ClickHouse is migrated: telemetry can be read. It is received before. */
  telemetry: boolean
}

/** A moment after its start, or while a database is away at its start. */
export class StartingError extends HanzoError {
  constructor() {
    super('the platform is starting', { code: 'STARTING', statusCode: 503, retryable: true, retryAfterSeconds: 1 })
  }
}
