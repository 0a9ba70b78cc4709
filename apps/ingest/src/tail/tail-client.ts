import type { LogFilter, MetricFilter, SpanFilter } from '@hanzo/schema/api'
import { HanzoError } from '../errors.ts'

/** What a tail shows: rows of one project and signal that pass a filter. */
export type TailSubject = { projectId: string } & (
  | { signal: 'traces'; filter: SpanFilter }
  | { signal: 'logs'; filter: LogFilter }
  | { signal: 'metrics'; filter: MetricFilter }
)

/** `through` is a number of `sequence`: all rows of this receiver up to it were looked at. */
export type TailEvent =
  /** Rows behind `through` will be told of, those up to it never. A held client is told nothing else until it is released. */
  | { kind: 'ready'; through: bigint }
  /** @param json the rows, as a JSON array. */
  | { kind: 'rows'; json: string; through: bigint }
  /** Rows that came after those of the last event and before those of the next: the client was too slow for them. */
  | { kind: 'skipped'; count: number; through: bigint }
  /** Nothing to show up to `through`. Told once in a while. */
  | { kind: 'examined'; through: bigint }

/** Who is told of the rows of this receiver. */
export interface TailClient {
  tell(event: TailEvent): void
  /** Bytes that were sent and have not left this machine yet. */
  bufferedBytes(): number
}

export interface TailSubscription {
  /**
   * Lets a held client have its rows: those up to `through` it has already. Rows that could not be held any longer are behind it now
   * and then: the client is told another `ready`, and stays held.
   */
  release(through: bigint): void
  close(): void
}

/** What clients of the tails need. */
export interface TailSubscriptions {
  /**
   * @param hold rows wait until `release`: the client is still shown older ones.
   * @throws {TooManyTailsError}
   */
  subscribe(subject: TailSubject, client: TailClient, hold: boolean): TailSubscription
  /** Throws when the next subscription would: asked before a connection is accepted. @throws {TooManyTailsError} */
  assertRoom(): void
}

/** No more clients may watch at the same time. */
export class TooManyTailsError extends HanzoError {
  constructor(subscribersMax: number) {
    super('too many live tails are open', {
      code: 'TOO_MANY_TAILS',
      statusCode: 503,
      retryable: true,
      retryAfterSeconds: 10,
      details: { subscribersMax },
    })
  }
}
