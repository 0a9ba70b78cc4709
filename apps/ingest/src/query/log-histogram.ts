import { type LogHistogram, type LogHistogramQuery, severityOf } from '@hanzo/schema/api'
import { type Condition, needsOnly } from '@hanzo/search'
import { z } from 'zod'
import { bucketStep, bucketTimes } from './bucket-step.ts'
import { textSettings } from './log-filter.ts'
import { LOG_COUNTS, minuteCountsParams } from './minute-counts.ts'
import { type QueryContext, runQuery } from './run-query.ts'
import { scoped } from './scope.ts'
import { logSearch } from './search-filter.ts'
import { searchConditions } from './span-filter.ts'
import { boundsParams, inBounds, resolveBounds } from './time-bounds.ts'

const row = z.object({
  time: z.coerce.number(),
  severityNumber: z.number(),
  records: z.coerce.number(),
})

/** Whether minutes by service and severity know enough to answer. */
export function needsLogs(search: Condition): boolean {
  return !needsOnly(search, ['service_name', 'severity_number'])
}

/**
 * Counts log records by time and severity.
 * @returns every bucket of the range, empty ones too.
 * @throws {InvalidQueryError}
 */
export async function logHistogram(context: QueryContext, query: LogHistogramQuery): Promise<LogHistogram> {
  const bounds = resolveBounds(query, context.nowMilliseconds)
  const step = bucketStep(bounds, query.buckets)
  const search = logSearch(query)
  const isRaw = needsLogs(search) || step % 60 !== 0
  const filter = searchConditions(search, 'logs')
  const { rows, receipt } = await runQuery(context, {
    sql: isRaw
      ? `
SELECT
  intDiv(toUnixTimestamp(timestamp), {step:UInt32}) * {step:UInt32} AS time,
  severity_number AS severityNumber,
  count() AS records
FROM ${scoped('logs')}
  AND ${inBounds}${filter.sql}
GROUP BY time, severityNumber
LIMIT {limit:UInt32}`
      : `
SELECT
  intDiv(toUnixTimestamp(minute), {step:UInt32}) * {step:UInt32} AS time,
  severity_number AS severityNumber,
  sum(records) AS records
FROM ${LOG_COUNTS} AS counts
WHERE true${filter.sql}
GROUP BY time, severityNumber
LIMIT {limit:UInt32}`,
    params: {
      ...(isRaw ? boundsParams(bounds) : minuteCountsParams(bounds)),
      ...filter.params,
      step,
      limit: (query.buckets + 1) * 256,
    },
    row,
    settings: textSettings(search, bounds),
  })
  const buckets = new Map(
    bucketTimes(bounds, step).map((timeUnixSeconds) => [
      timeUnixSeconds,
      { timeUnixSeconds, counts: {} as LogHistogram['buckets'][number]['counts'] },
    ]),
  )
  for (const { time, severityNumber, records } of rows) {
    const counts = buckets.get(time)?.counts
    const severity = severityOf(severityNumber)
    if (counts) counts[severity] = (counts[severity] ?? 0) + records
  }
  return { bucketSeconds: step, buckets: [...buckets.values()], receipt }
}
