import type { Red, SpanRed, SpanRedQuery } from '@hanzo/schema/api'
import { conditionFor, needsOnly } from '@hanzo/search'
import { z } from 'zod'
import type { Conditions } from './conditions.ts'
import { minuteCountsParams } from './minute-counts.ts'
import { joinReceipts, type QueryContext, runQuery } from './run-query.ts'
import { scoped } from './scope.ts'
import { spanSearch } from './search-filter.ts'
import { type DurationCounts, durationCounts, durationQuantile, spanDurations } from './span-durations.ts'
import { searchConditions } from './span-filter.ts'
import { boundsParams, inBounds, resolveBounds, type TimeBounds } from './time-bounds.ts'

const FROM_SPANS = (filter: string): string => `
SELECT sum(counted) AS spans, sum(failed) AS errors, mapFromArrays(groupArray(bucket), groupArray(counted)) AS durations
FROM (
  SELECT duration_bucket AS bucket, count() AS counted, countIf(status_code = 2) AS failed
  FROM ${scoped('spans')}
    AND ${inBounds}${filter}
  GROUP BY bucket
)
LIMIT 1`

const FROM_COUNTS = (filter: string): string => `
SELECT sum(spans) AS spans, sum(errors) AS errors, sumMap(durations) AS durations
FROM ${spanDurations()} AS counts
WHERE true${filter}
LIMIT 1`

const row = z.object({ spans: z.coerce.number(), errors: z.coerce.number(), durations: durationCounts })

/** Figures of spans that were counted by duration. */
export function redOf(spanCount: number, errorCount: number, counts: DurationCounts): Red {
  return {
    spanCount,
    errorCount,
    p50: durationQuantile(counts, 0.5),
    p95: durationQuantile(counts, 0.95),
    p99: durationQuantile(counts, 0.99),
  }
}

/** The range of the same length that ends where this one begins. */
export function boundsBefore({ fromMilliseconds, toMilliseconds }: TimeBounds): TimeBounds {
  return { fromMilliseconds: fromMilliseconds - (toMilliseconds - fromMilliseconds), toMilliseconds: fromMilliseconds }
}

/**
 * Rate, errors and durations of the spans that pass, beside those of the range before. Filters by service, name and
 * kind are answered by counts of whole minutes.
 * @throws {InvalidQueryError}
 */
export async function spanRed(context: QueryContext, query: SpanRedQuery): Promise<SpanRed> {
  const bounds = resolveBounds(query, context.nowMilliseconds)
  const search = spanSearch(query)
  const isCounted = needsOnly(conditionFor('spans', search), ['service_name', 'name', 'kind'])
  const filter = searchConditions(search, 'spans')
  const [current, previous] = await Promise.all(
    [bounds, boundsBefore(bounds)].map((period) => readRed(context, period, filter, isCounted)),
  )
  if (!current || !previous) throw new TypeError('a period has no answer')
  return {
    seconds: (bounds.toMilliseconds - bounds.fromMilliseconds) / 1000,
    current: current.red,
    previous: previous.red,
    receipt: joinReceipts(current.receipt, previous.receipt),
  }
}

async function readRed(context: QueryContext, bounds: TimeBounds, filter: Conditions, isCounted: boolean) {
  const { rows, receipt } = await runQuery(context, {
    sql: isCounted ? FROM_COUNTS(filter.sql) : FROM_SPANS(filter.sql),
    params: { ...(isCounted ? minuteCountsParams(bounds) : boundsParams(bounds)), ...filter.params },
    row,
  })
  const { spans, errors, durations } = rows[0] ?? { spans: 0, errors: 0, durations: new Map() }
  return { red: redOf(spans, errors, durations), receipt }
}
