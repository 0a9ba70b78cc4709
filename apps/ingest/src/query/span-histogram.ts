import type { SpanHistogram, SpanHistogramQuery } from '@hanzo/schema/api'
import { type Condition, conditionFor, needsOnly } from '@hanzo/search'
import { z } from 'zod'
import { bucketStep, bucketTimes } from './bucket-step.ts'
import { minuteCountsParams, spanCounts, spanCountsByStatus } from './minute-counts.ts'
import { type QueryContext, runQuery } from './run-query.ts'
import { scoped } from './scope.ts'
import { spanSearch } from './search-filter.ts'
import { searchConditions } from './span-filter.ts'
import { boundsParams, inBounds, resolveBounds } from './time-bounds.ts'

const row = z.object({
  time: z.coerce.number(),
  spans: z.coerce.number(),
  oks: z.coerce.number(),
  errors: z.coerce.number(),
})

/**
 * Counts that know enough to answer; `undefined` where the spans themselves are needed.
 * @param step seconds that times are told apart by, whole minutes; absent where none are.
 */
export function spanCountsFor(search: Condition, step?: number): string | undefined {
  const ended = conditionFor('spans', search)
  if (needsOnly(ended, ['service_name', 'name'])) return spanCounts(step)
  return needsOnly(ended, ['service_name', 'name', 'status_code']) ? spanCountsByStatus(step) : undefined
}

/**
 * Counts spans by time and status.
 * @returns every bucket of the range, empty ones too.
 * @throws {InvalidQueryError}
 */
export async function spanHistogram(context: QueryContext, query: SpanHistogramQuery): Promise<SpanHistogram> {
  const bounds = resolveBounds(query, context.nowMilliseconds)
  const step = bucketStep(bounds, query.buckets)
  const search = spanSearch(query)
  const counts = step % 60 === 0 ? spanCountsFor(search, step) : undefined
  const filter = searchConditions(search, 'spans')
  const { rows, receipt } = await runQuery(context, {
    sql:
      counts === undefined
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
FROM ${counts} AS counts
WHERE true${filter.sql}
GROUP BY time
LIMIT {limit:UInt32}`,
    params: {
      ...(counts === undefined ? boundsParams(bounds) : minuteCountsParams(bounds)),
      ...filter.params,
      step,
      limit: query.buckets + 1,
    },
    row,
  })
  const counted = new Map(rows.map((bucket) => [bucket.time, bucket]))
  const buckets = bucketTimes(bounds, step).map((timeUnixSeconds) => {
    const { spans, oks, errors } = counted.get(timeUnixSeconds) ?? { spans: 0, oks: 0, errors: 0 }
    return {
      timeUnixSeconds,
      unset: spans - oks - errors,
      ok: oks,
      error: errors,
    }
  })
  return { bucketSeconds: step, buckets, receipt }
}
