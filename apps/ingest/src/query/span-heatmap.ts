import type { SpanHeatmap, SpanHeatmapQuery } from '@hanzo/schema/api'
import { conditionFor, needsOnly } from '@hanzo/search'
import { z } from 'zod'
import { bucketStep, bucketTimes } from './bucket-step.ts'
import { minuteCountsParams } from './minute-counts.ts'
import { type QueryContext, runQuery } from './run-query.ts'
import { scoped } from './scope.ts'
import { spanSearch } from './search-filter.ts'
import { bucketStart, spanDurations } from './span-durations.ts'
import { searchConditions } from './span-filter.ts'
import { boundsParams, inBounds, resolveBounds } from './time-bounds.ts'

/** Buckets of the roll-up that make a row: three rows a doubling. */
const bucketsPerRow = 2

const FROM_SPANS = (filter: string): string => `
SELECT
  intDiv(toUnixTimestamp(timestamp), {step:UInt32}) * {step:UInt32} AS time,
  intDiv(duration_bucket, ${bucketsPerRow}) AS row,
  count() AS spans
FROM ${scoped('spans')}
  AND ${inBounds}${filter}
GROUP BY time, row
LIMIT {limit:UInt32}`

const FROM_COUNTS = (filter: string, step: number): string => `
SELECT time, intDiv(bucket, ${bucketsPerRow}) AS row, sum(counted) AS spans
FROM (
  SELECT
    intDiv(toUnixTimestamp(minute), {step:UInt32}) * {step:UInt32} AS time,
    mapKeys(durations) AS buckets,
    mapValues(durations) AS counts
  FROM ${spanDurations(step)} AS counts
  WHERE true${filter}
)
ARRAY JOIN buckets AS bucket, counts AS counted
GROUP BY time, row
LIMIT {limit:UInt32}`

const row = z.object({ time: z.coerce.number(), row: z.coerce.number(), spans: z.coerce.number() })

/**
 * Counts spans by time and duration, on a logarithmic scale of three rows a doubling.
 * @returns the rows that have spans and those between them.
 * @throws {InvalidQueryError}
 */
export async function spanHeatmap(context: QueryContext, query: SpanHeatmapQuery): Promise<SpanHeatmap> {
  const bounds = resolveBounds(query, context.nowMilliseconds)
  const step = bucketStep(bounds, query.buckets)
  const search = spanSearch(query)
  const isCounted = step % 60 === 0 && needsOnly(conditionFor('spans', search), ['service_name', 'name', 'kind'])
  const filter = searchConditions(search, 'spans')
  const { rows, receipt } = await runQuery(context, {
    sql: isCounted ? FROM_COUNTS(filter.sql, step) : FROM_SPANS(filter.sql),
    params: {
      ...(isCounted ? minuteCountsParams(bounds) : boundsParams(bounds)),
      ...filter.params,
      step,
      limit: (query.buckets + 1) * 128,
    },
    row,
  })
  const times = bucketTimes(bounds, step)
  const first = rows.reduce((least, cell) => Math.min(least, cell.row), 128)
  const last = rows.reduce((most, cell) => Math.max(most, cell.row), -1)
  const start = times[0] ?? 0
  return {
    bucketSeconds: step,
    times,
    durations: rows.length === 0 ? [] : Array.from({ length: last - first + 2 }, (_, index) => rowStart(first + index)),
    cells: rows.map((cell): [number, number, number] => [(cell.time - start) / step, cell.row - first, cell.spans]),
    receipt,
  }
}

/** The least whole nanosecond of a row. */
function rowStart(index: number): number {
  return Math.ceil(bucketStart(index * bucketsPerRow))
}
