import {
  type FacetList,
  type LogFilter,
  type Severity,
  severityOf,
  severitySchema,
  type TimeRange,
} from '@hanzo/schema/api'
import type { LogRow } from '@hanzo/schema/row'
import { type Condition, matchSearch } from '@hanzo/search'
import { z } from 'zod'
import { type Choice, countFacets } from './count-facets.ts'
import { namedValues, splitChoices } from './facet-choices.ts'
import { textSettings } from './log-filter.ts'
import { needsLogs } from './log-histogram.ts'
import { LOG_COUNTS, minuteCountsParams } from './minute-counts.ts'
import { type QueryContext, runQuery } from './run-query.ts'
import { scoped } from './scope.ts'
import { logSearch } from './search-filter.ts'
import { facetCombinationsMax, facetRowsMax, newestOf } from './span-facets.ts'
import { searchConditions } from './span-filter.ts'
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
  const { byColumn, rest } = splitChoices(logSearch(query), ['service_name', 'severity_number'])
  const isRaw = needsLogs(rest)
  const filter = searchConditions(rest, 'logs')
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
    settings: textSettings(rest, bounds),
  })
  const combinations = rows.map(({ serviceName, severityNumber, records }) => ({
    values: { service: serviceName, severity: severityOf(severityNumber) },
    count: records,
  }))
  const choices = {
    service: choiceOf(byColumn.get('service_name'), (value) => ({ service_name: value })),
    severity: severityChoice(byColumn.get('severity_number')),
  }
  const facets = countFacets(['service', 'severity'], choices, combinations)
  return { facets, ...(isRaw && newestOf(combinations)), receipt }
}

/** @param rowOf the row that stands for a value, with the one column that the choice asks of. */
function choiceOf(choice: Condition | undefined, rowOf: (value: string) => Partial<LogRow>): Choice | undefined {
  if (!choice) return undefined
  const takes = matchSearch(choice, 'logs')
  return { named: namedValues(choice), passes: (value) => takes(rowOf(value) as LogRow, () => undefined) }
}

/** A band of severities is chosen by the numbers in it, all or none. */
function severityChoice(choice: Condition | undefined): Choice | undefined {
  const names = severitySchema.options
  const found = choiceOf(choice, (value) => ({ severity_number: Math.max(0, names.indexOf(value as Severity)) * 4 }))
  return found && { ...found, named: choice?.type === 'code' ? names.filter((name) => found.passes(name)) : [] }
}
