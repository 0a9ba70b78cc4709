import type { ServiceList, TimeRange } from '@hanzo/schema/api'
import { z } from 'zod'
import { LOG_COUNTS, minuteCountsParams, spanCounts } from './minute-counts.ts'
import { type QueryContext, runQuery } from './run-query.ts'
import { scoped } from './scope.ts'
import { resolveBounds } from './time-bounds.ts'

const SERVICES = `
SELECT
  service AS name,
  sum(spans) AS spanCount,
  sum(errors) AS errorCount,
  sum(records) AS logCount,
  sum(series) AS metricSeriesCount
FROM (
  SELECT service_name AS service, sum(spans) AS spans, sum(errors) AS errors, toUInt64(0) AS records, toUInt64(0) AS series
  FROM ${spanCounts()} AS span_counts
  GROUP BY service
  UNION ALL
  SELECT service_name AS service, toUInt64(0) AS spans, toUInt64(0) AS errors, sum(records) AS records, toUInt64(0) AS series
  FROM ${LOG_COUNTS} AS log_counts
  GROUP BY service
  UNION ALL
  SELECT service_name AS service, toUInt64(0) AS spans, toUInt64(0) AS errors, toUInt64(0) AS records, uniqExact(series_id) AS series
  FROM ${scoped('metric_series')}
    AND day >= toDate(fromUnixTimestamp64Milli({from:Int64}, 'UTC'))
    AND day <= toDate(fromUnixTimestamp64Milli({to:Int64}, 'UTC'))
    AND last_seen >= toDateTime(intDiv({from:Int64}, 1000), 'UTC')
  GROUP BY service
)
GROUP BY service
ORDER BY name
LIMIT {limit:UInt32}`

const row = z.object({
  name: z.string(),
  spanCount: z.coerce.number(),
  errorCount: z.coerce.number(),
  logCount: z.coerce.number(),
  metricSeriesCount: z.coerce.number(),
})

/**
 * Lists the services that sent anything in the range, by name, at most 10 000.
 * @throws {InvalidQueryError}
 */
export async function listServices(context: QueryContext, range: TimeRange): Promise<ServiceList> {
  const bounds = resolveBounds(range, context.nowMilliseconds)
  return runQuery(context, { sql: SERVICES, params: { ...minuteCountsParams(bounds), limit: 10_000 }, row })
}
