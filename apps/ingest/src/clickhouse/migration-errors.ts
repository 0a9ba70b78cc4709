import { HanzoError } from '../errors.ts'

/** The database was written by a newer release: running this one on it could lose columns. */
export class SchemaTooNewError extends HanzoError {
  constructor(details: { database: string; databaseVersion: number; knownVersion: number }) {
    super(
      `the clickhouse database "${details.database}" has schema ${details.databaseVersion}, this release knows ${details.knownVersion}: ` +
        'start the newer release again, or point CLICKHOUSE_DATABASE at another database',
      { code: 'SCHEMA_TOO_NEW', statusCode: 500, details },
    )
  }
}

/** A migration that was applied reads differently now. Released migrations are never edited. */
export class MigrationEditedError extends HanzoError {
  constructor(details: { database: string; file: string; appliedChecksum: string; checksum: string }) {
    super(
      `the migration ${details.file} was edited after it had been applied to "${details.database}": ` +
        'restore the file and put the change into a new migration',
      { code: 'MIGRATION_EDITED', statusCode: 500, details },
    )
  }
}

export class MigrationFailedError extends HanzoError {
  constructor(details: { database: string; file: string; statement: string }, { cause }: { cause: unknown }) {
    const reason = cause instanceof Error ? cause.message : String(cause)
    super(`the migration ${details.file} failed on "${details.database}": ${reason}`, {
      code: 'MIGRATION_FAILED',
      statusCode: 500,
      details,
      cause,
    })
  }
}
