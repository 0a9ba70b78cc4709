import { HanzoError } from '../errors.ts'

/** What of a project's telemetry is limited. */
export type Measure = 'records' | 'bytes'

/** The project sends faster than it may. */
export class RateLimitedError extends HanzoError {
  constructor(measure: Measure, perSecond: number, waitMilliseconds: number) {
    super(`the project may send ${perSecond} ${measure} a second; its settings in the console show and change that`, {
      code: 'RATE_LIMITED',
      statusCode: 429,
      retryable: true,
      retryAfterSeconds: Math.max(1, Math.ceil(waitMilliseconds / 1000)),
      details: { measure, perSecond },
    })
  }
}

/** The project has sent all that it may on this day of UTC. */
export class QuotaExceededError extends HanzoError {
  constructor(measure: Measure, perDay: number, retryAfterSeconds: number) {
    super(
      `the project may send ${perDay} ${measure} a day and has done so; the day ends at midnight UTC, its settings in the console show and change that`,
      { code: 'QUOTA_EXCEEDED', statusCode: 429, retryable: true, retryAfterSeconds, details: { measure, perDay } },
    )
  }
}

/** So much is being taken in that this request's turn did not come in time. */
export class IngestBusyError extends HanzoError {
  constructor(details: { waitMilliseconds: number }) {
    super('more telemetry arrives than can be taken in', {
      code: 'INGEST_BUSY',
      statusCode: 503,
      retryable: true,
      retryAfterSeconds: 2,
      details,
    })
  }
}
