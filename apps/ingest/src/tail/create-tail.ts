import type { LogFilter, LogSummary, MetricFilter, MetricPoint, SpanFilter, SpanSummary } from '@hanzo/schema/api'
import type { MetricSeriesRow } from '@hanzo/schema/row'
import { containsParts } from '@hanzo/search'
import { HanzoError } from '../errors.ts'
import { logPredicate } from './log-predicate.ts'
import { runningSpanPredicate, spanPredicate } from './span-predicate.ts'
import { createSubscriber, type Subscriber, type TailConnection } from './subscriber.ts'
import { logSummaryOf, runningSpanSummaryOf, spanSummaryOf } from './tail-rows.ts'
import { createResourceLookup, type TailRows, takePoints, takeRows } from './take-rows.ts'

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

export interface TailOptions {
  subscribersMax?: number
  queueRowsMax?: number
  bufferedBytesMax?: number
  messageRowsMax?: number
  /** Rows that arrive within this time travel in one message. */
  flushMs?: number
}

type Unsubscribe = () => void

/** What clients of the tails need. */
export interface TailSubscriptions {
  /** @throws {TooManyTailsError} */
  subscribeSpans(projectId: string, filter: SpanFilter, connection: TailConnection): Unsubscribe
  /** @throws {TooManyTailsError} */
  subscribeLogs(projectId: string, filter: LogFilter, connection: TailConnection): Unsubscribe
  /** @throws {TooManyTailsError} */
  subscribeMetrics(projectId: string, filter: MetricFilter, connection: TailConnection): Unsubscribe
  /** Throws when the next subscription would: asked before a connection is accepted. @throws {TooManyTailsError} */
  assertRoom(): void
}

/** Shows rows to their watchers as they are accepted, before they can be read from ClickHouse. */
export interface Tail extends TailSubscriptions {
  /** Takes rows that were made durable, and keeps none of them. Never blocks, never throws for a client's sake. */
  publish(rows: TailRows): void
  /** Whether anybody watches: `publish` needs the resources and series of its rows then, also those stored before. */
  isWatched(): boolean
  close(): void
}

type Take<Shown> = (
  rows: TailRows,
  resourceOf: ReturnType<typeof createResourceLookup>,
  push: Subscriber<Shown>['push'],
) => void

/** Hands the rows that are its own to a subscriber. */
interface Watcher {
  subscriber: Pick<Subscriber<unknown>, 'flush'>
  take(rows: TailRows, resourceOf: ReturnType<typeof createResourceLookup>): void
}

const defaults = {
  subscribersMax: 200,
  queueRowsMax: 2_000,
  bufferedBytesMax: 1024 * 1024,
  messageRowsMax: 500,
  flushMs: 75,
}

export function createTail(options: TailOptions = {}): Tail {
  const limits = { ...defaults, ...options }
  const watchers = new Set<Watcher>()
  let timer: NodeJS.Timeout | undefined

  function flush(): void {
    for (const { subscriber } of watchers) subscriber.flush()
  }
  function assertRoom(): void {
    if (watchers.size >= limits.subscribersMax) throw new TooManyTailsError(limits.subscribersMax)
  }
  function watch<Shown>(connection: TailConnection, take: Take<Shown>): Unsubscribe {
    assertRoom()
    const subscriber = createSubscriber<Shown>(connection, limits)
    const watcher: Watcher = { subscriber, take: (rows, resourceOf) => take(rows, resourceOf, subscriber.push) }
    watchers.add(watcher)
    timer ??= setInterval(flush, limits.flushMs)
    connection.send(JSON.stringify({ type: 'ready' }))
    return () => {
      watchers.delete(watcher)
      if (watchers.size > 0) return
      clearInterval(timer)
      timer = undefined
    }
  }

  return {
    publish(rows) {
      if (watchers.size === 0) return
      const resourceOf = createResourceLookup(rows)
      for (const watcher of watchers) watcher.take(rows, resourceOf)
    },
    isWatched: () => watchers.size > 0,
    subscribeSpans(projectId, filter, connection) {
      const takes = spanPredicate(filter)
      const takesRunning = runningSpanPredicate(filter)
      return watch<SpanSummary>(connection, (rows, resourceOf, push) => {
        takeRows('running_spans', projectId, rows, resourceOf, takesRunning, runningSpanSummaryOf, push)
        takeRows('spans', projectId, rows, resourceOf, takes, spanSummaryOf, push)
      })
    },
    subscribeLogs(projectId, filter, connection) {
      const takes = logPredicate(filter)
      return watch<LogSummary>(connection, (rows, resourceOf, push) => {
        takeRows('logs', projectId, rows, resourceOf, takes, logSummaryOf, push)
      })
    },
    subscribeMetrics(projectId, filter, connection) {
      const takes = seriesPredicate(projectId, filter)
      return watch<MetricPoint>(connection, (rows, _resourceOf, push) => takePoints(rows, takes, push))
    },
    assertRoom,
    close() {
      clearInterval(timer)
      timer = undefined
      watchers.clear()
    },
  }
}

function seriesPredicate(projectId: string, filter: MetricFilter): (series: MetricSeriesRow) => boolean {
  const services = new Set(filter.service)
  const hasText = containsParts([filter.text])
  return (series) =>
    series.project_id === projectId &&
    (services.size === 0 || services.has(series.service_name)) &&
    hasText(series.metric_name)
}
