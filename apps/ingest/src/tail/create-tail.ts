import type { LogFilter, MetricFilter, MetricPoint, SpanFilter, SpanSummary } from '@hanzo/schema/api'
import { type MetricSeriesRow, type RowBatch, sequenceMillisecondShift } from '@hanzo/schema/row'
import { HanzoError } from '../errors.ts'
import { containsText } from './contains-text.ts'
import { logPredicate } from './log-predicate.ts'
import type { RowPredicate } from './record-predicate.ts'
import { runningSpanPredicate, spanPredicate } from './span-predicate.ts'
import { createSubscriber, type Subscriber, type TailConnection } from './subscriber.ts'
import { logSummaryOf, metricPointOf, runningSpanSummaryOf, spanSummaryOf } from './tail-rows.ts'

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

/** Shows rows to their watchers as they are accepted, before they can be read from ClickHouse. */
export interface Tail {
  /** Takes a batch that was made durable. Never blocks, never throws for a client's sake. */
  publish(batch: RowBatch): void
  /** @throws {TooManyTailsError} */
  subscribeSpans(projectId: string, filter: SpanFilter, connection: TailConnection): Unsubscribe
  /** @throws {TooManyTailsError} */
  subscribeLogs(projectId: string, filter: LogFilter, connection: TailConnection): Unsubscribe
  /** @throws {TooManyTailsError} */
  subscribeMetrics(projectId: string, filter: MetricFilter, connection: TailConnection): Unsubscribe
  /** Throws when the next subscription would: asked before a connection is accepted. @throws {TooManyTailsError} */
  assertRoom(): void
  close(): void
}

/** Hands the rows of a batch that are its own to a subscriber. */
interface Watcher {
  subscriber: Pick<Subscriber<unknown>, 'flush'>
  take(batch: RowBatch): void
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
  function watch<Row>(connection: TailConnection, take: (batch: RowBatch, push: Subscriber<Row>['push']) => void) {
    assertRoom()
    const subscriber = createSubscriber<Row>(connection, limits)
    const watcher: Watcher = { subscriber, take: (batch) => take(batch, subscriber.push) }
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
    publish(batch) {
      for (const watcher of watchers) watcher.take(batch)
    },
    subscribeSpans(projectId, filter, connection) {
      const takes = spanPredicate(filter)
      const takesRunning = runningSpanPredicate(filter)
      return watch<SpanSummary>(connection, (batch, push) => {
        takeRows(projectId, batch, batch.running_spans, takesRunning, runningSpanSummaryOf, push)
        takeRows(projectId, batch, batch.spans, takes, spanSummaryOf, push)
      })
    },
    subscribeLogs(projectId, filter, connection) {
      const takes = logPredicate(filter)
      return watch(connection, (batch, push) => takeRows(projectId, batch, batch.logs, takes, logSummaryOf, push))
    },
    subscribeMetrics(projectId, filter, connection) {
      const takes = seriesPredicate(projectId, filter)
      return watch<MetricPoint>(connection, (batch, push) => takePoints(batch, takes, push))
    },
    assertRoom,
    close() {
      clearInterval(timer)
      timer = undefined
      watchers.clear()
    },
  }
}

interface ProjectRow {
  project_id: string
  resource_id: bigint
  sequence: bigint
}

function takeRows<Row extends ProjectRow, Shown>(
  projectId: string,
  batch: RowBatch,
  rows: readonly Row[] | undefined,
  takes: RowPredicate<Row>,
  show: (row: Row) => Shown,
  push: Subscriber<Shown>['push'],
): void {
  if (!rows || rows.length === 0) return
  // A request carries the resources of its own rows.
  const resources = new Map(
    (batch.resources ?? [])
      .filter(({ project_id }) => project_id === projectId)
      .map(({ resource_id, attributes }) => [resource_id, attributes]),
  )
  for (const row of rows) {
    if (row.project_id === projectId && takes(row, resources.get(row.resource_id))) {
      push(show(row), String(row.sequence))
    }
  }
}

function seriesPredicate(projectId: string, filter: MetricFilter): (series: MetricSeriesRow) => boolean {
  const services = new Set(filter.service)
  const hasText = containsText(filter.text)
  return (series) =>
    series.project_id === projectId &&
    (services.size === 0 || services.has(series.service_name)) &&
    hasText(series.metric_name)
}

const pointTables = [
  'metric_points',
  'metric_histogram_points',
  'metric_exponential_histogram_points',
  'metric_summary_points',
] as const

function takePoints(
  batch: RowBatch,
  takes: (series: MetricSeriesRow) => boolean,
  push: Subscriber<MetricPoint>['push'],
): void {
  const series = new Map((batch.metric_series ?? []).filter(takes).map((row) => [row.series_id, row]))
  if (series.size === 0) return
  // Points are not numbered: their place in the order of arrival is the time of it.
  const cursor = String(BigInt(Date.now()) << sequenceMillisecondShift)
  for (const table of pointTables) {
    for (const row of batch[table] ?? []) {
      const of = series.get(row.series_id)
      if (of && of.project_id === row.project_id) push(metricPointOf(row, of), cursor)
    }
  }
}
