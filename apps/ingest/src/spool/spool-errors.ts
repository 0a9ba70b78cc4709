import { HanzoError } from '../errors.ts'

/** The spool holds as much as it may: ClickHouse has been away, or behind, for a while. */
export class SpoolFullError extends HanzoError {
  constructor(details: { bytes: number; bytesMax: number }) {
    super('the spool is full', {
      code: 'SPOOL_FULL',
      statusCode: 503,
      retryable: true,
      retryAfterSeconds: 5,
      details,
    })
  }
}

/** Little is left of the spool, and the project holds its share of it: what is left is for the others. */
export class SpoolShareUsedError extends HanzoError {
  constructor(details: { bytes: number; bytesShare: number; bytesMax: number }) {
    super('the spool is nearly full, and the project holds its share of it', {
      code: 'SPOOL_SHARE_USED',
      statusCode: 503,
      retryable: true,
      retryAfterSeconds: 5,
      details,
    })
  }
}

/** More rows wait for the disk than may be held in memory. */
export class SpoolBusyError extends HanzoError {
  constructor(details: { rowsWaiting: number; rowsWaitingMax: number; bytesWaiting: number; bytesWaitingMax: number }) {
    super('too many rows wait to be spooled', { code: 'SPOOL_BUSY', statusCode: 503, retryable: true, details })
  }
}

/** The disk refused (full, read-only, broken). Nothing of the request was kept. */
export class SpoolWriteError extends HanzoError {
  constructor(cause: unknown) {
    super('the spool could not be written', {
      code: 'SPOOL_WRITE_FAILED',
      statusCode: 503,
      retryable: true,
      retryAfterSeconds: 5,
      cause,
    })
  }
}

/** The process is shutting down: another instance, or the next start, will take the request. */
export class SpoolClosedError extends HanzoError {
  constructor() {
    super('the spool is closed', { code: 'SPOOL_CLOSED', statusCode: 503, retryable: true, retryAfterSeconds: 2 })
  }
}

/** Rows that no table can hold: a defect of the caller, not of the sender's moment. */
export class RowsNotEncodableError extends HanzoError {
  constructor(cause: unknown) {
    super('the rows cannot be encoded', { code: 'ROWS_NOT_ENCODABLE', statusCode: 400, cause })
  }
}

/** Another live process owns the spool directory. */
export class SpoolLockedError extends HanzoError {
  constructor(details: { directory: string; pid: number; host: string }) {
    super(
      `the spool ${details.directory} belongs to process ${details.pid} on ${details.host}: stop it, or start with another data directory`,
      { code: 'SPOOL_LOCKED', statusCode: 500, details },
    )
  }
}

/** The spool holds records of another release. */
export class SpoolVersionError extends HanzoError {
  constructor(details: { recordVersion: number; version: number }) {
    super(
      `the spool holds records of layout ${details.recordVersion}, this release reads ${details.version}: let the release that wrote them drain it`,
      { code: 'SPOOL_VERSION', statusCode: 500, details },
    )
  }
}
