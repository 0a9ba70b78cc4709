import { HanzoError } from '../errors.ts'

/** The ingest thread ended and is being started again. Whether rows that were under way became durable is not known. */
export class IngestRestartingError extends HanzoError {
  constructor(cause?: unknown) {
    super('the receiver is being started again', {
      code: 'INGEST_RESTARTING',
      statusCode: 503,
      retryable: true,
      retryAfterSeconds: 2,
      cause,
    })
  }
}
