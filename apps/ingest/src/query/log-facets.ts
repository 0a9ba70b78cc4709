import { type FacetList, type LogFilter, severityOf, type TimeRange } from '@hanzo/schema/api'
import { z } from 'zod'
import { countFacets } from './count-facets.ts'
import { logConditions, textSettings } from './log-filter.ts'
import { needsLogs } from './log-histogram.ts'
import { LOG_COUNTS, minuteCountsParams } from './minute-counts.ts'
import { type QueryContext, runQuery } from './run-query.ts'
import { scoped } from './scope.ts'
import { facetCombinationsMax, facetRowsMax } from './span-facets.ts'
import { boundsParams, inBounds, resolveBounds } from './time-bounds.ts'

const row = z.object({ serviceName: z.string(), severityNumber: z.number(), records: z.coerce.number() })

const COUNTS = `
SELECT service_name AS serviceName, severity_number AS severityNumber, sum(records) AS records
FROM ${LOG_COUNTS} AS counts
GROUP BY serviceName, severityNumber
ORDER BY records DESC
LIMIT {combinationsMax:UInt32}`

/**
 * Counts the values of `service` and `severity` in the range.
 * @returns exact counts unless the filter needs the records themselves; then counts among the newest `facetRowsMax`.
 * @throws {InvalidQueryError}
 */
export async function logFacets(context: QueryContext, query: LogFilter & TimeRange): Promise<FacetList> {
  const bounds = resolveBounds(query, context.nowMilliseconds)
  const isRaw = needsLogs(query)
  const filter = logConditions({ ...query, service: [], severity: [] })
  const { rows, receipt } = await runQuery(context, {
    sql: isRaw
      ? `
SELECT service_name AS serviceName, severity_number AS severityNumber, count() AS records
FROM (
  SELECT service_name, severity_number
  FROM ${scoped('logs')}
    AND ${inBounds}${filter.sql}
  ORDER BY toStartOfMinute(timestamp) DESC
  LIMIT {rowsMax:UInt32}
)
GROUP BY serviceName, severityNumber
ORDER BY records DESC
LIMIT {combinationsMax:UInt32}`
      : COUNTS,
    params: {
      ...(isRaw ? { ...boundsParams(bounds), rowsMax: facetRowsMax } : minuteCountsParams(bounds)),
      ...filter.params,
      combinationsMax: facetCombinationsMax,
    },
    row,
    settings: textSettings(query, bounds),
  })
  const combinations = rows.map(({ serviceName, severityNumber, records }) => ({
    values: { service: serviceName, severity: severityOf(severityNumber) },
    count: records,
  }))
  const chosen = { service: query.service, severity: query.severity }
  return { facets: countFacets(['service', 'severity'], chosen, combinations), receipt }
}
