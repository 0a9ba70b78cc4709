import type { SpanFilter, SpanHistogram, SpanHistogramQuery, SpanStatus } from '@hanzo/schema/api'
import { z } from 'zod'
import { bucketStep, bucketTimes } from './bucket-step.ts'
import { minuteCountsParams, SPAN_COUNTS } from './minute-counts.ts'
import { type QueryContext, runQuery } from './run-query.ts'
import { scoped } from './scope.ts'
import { spanConditions } from './span-filter.ts'
import { boundsParams, inBounds, resolveBounds } from './time-bounds.ts'

const row = z.object({
  time: z.coerce.number(),
  spans: z.coerce.number(),
  oks: z.coerce.number(),
  errors: z.coerce.number(),
})

/** Whether minutes by service and name know enough to answer. */
export function needsSpans(filter: SpanFilter): boolean {
  return (
    filter.text !== '' ||
    filter.attribute.length > 0 ||
    filter.rootOnly ||
    filter.minDurationNanoseconds !== undefined ||
    filter.maxDurationNanoseconds !== undefined
  )
}

/**
 * Counts spans by time and status.
 * @returns every bucket of the range, empty ones too.
 * @throws {InvalidQueryError}
 */
export async function spanHistogram(context: QueryContext, query: SpanHistogramQuery): Promise<SpanHistogram> {
  const bounds = resolveBounds(query, context.nowMilliseconds)
  const step = bucketStep(bounds, query.buckets)
  const isRaw = needsSpans(query) || step % 60 !== 0
  // The counts tell the statuses apart, and the rollup has no column to filter them by.
  const filter = spanConditions({ ...query, status: [] })
  const { rows, receipt } = await runQuery(context, {
    sql: isRaw
      ? `
SELECT
  intDiv(toUnixTimestamp(timestamp), {step:UInt32}) * {step:UInt32} AS time,
  count() AS spans,
  countIf(status_code = 1) AS oks,
  countIf(status_code = 2) AS errors
FROM ${scoped('spans')}
  AND ${inBounds}${filter.sql}
GROUP BY time
LIMIT {limit:UInt32}`
      : `
SELECT
  intDiv(toUnixTimestamp(minute), {step:UInt32}) * {step:UInt32} AS time,
  sum(spans) AS spans,
  sum(oks) AS oks,
  sum(errors) AS errors
FROM ${SPAN_COUNTS} AS counts
WHERE true${filter.sql}
GROUP BY time
LIMIT {limit:UInt32}`,
    params: {
      ...(isRaw ? boundsParams(bounds) : minuteCountsParams(bounds)),
      ...filter.params,
      step,
      limit: query.buckets + 1,
    },
    row,
  })
  const wanted = (status: SpanStatus): boolean => query.status.length === 0 || query.status.includes(status)
  const counted = new Map(rows.map((bucket) => [bucket.time, bucket]))
  const buckets = bucketTimes(bounds, step).map((timeUnixSeconds) => {
    const { spans, oks, errors } = counted.get(timeUnixSeconds) ?? { spans: 0, oks: 0, errors: 0 }
    return {
      timeUnixSeconds,
      unset: wanted('unset') ? spans - oks - errors : 0,
      ok: wanted('ok') ? oks : 0,
      error: wanted('error') ? errors : 0,
    }
  })
  return { bucketSeconds: step, buckets, receipt }
}
