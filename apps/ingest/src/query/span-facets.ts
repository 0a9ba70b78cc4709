import { type FacetList, type SpanFilter, spanStatusSchema, type TimeRange } from '@hanzo/schema/api'
import { z } from 'zod'
import { type Combination, countFacets } from './count-facets.ts'
import { minuteCountsParams, SPAN_COUNTS } from './minute-counts.ts'
import { nowParam, openSpanConditions, stillOpen, WITH_OPEN_COLUMNS } from './open-spans.ts'
import { joinReceipts, type QueryContext, runQuery } from './run-query.ts'
import { scoped } from './scope.ts'
import { spanConditions } from './span-filter.ts'
import { needsSpans } from './span-histogram.ts'
import { boundsParams, inBounds, resolveBounds, type TimeBounds } from './time-bounds.ts'

const row = z.object({
  serviceName: z.string(),
  name: z.string(),
  unset: z.coerce.number(),
  ok: z.coerce.number(),
  error: z.coerce.number(),
})

const COUNTS = `
SELECT
  service_name AS serviceName,
  name,
  sum(spans) - sum(oks) - sum(errors) AS unset,
  sum(oks) AS ok,
  sum(errors) AS error
FROM ${SPAN_COUNTS} AS counts
GROUP BY serviceName, name
ORDER BY sum(spans) DESC
LIMIT {combinationsMax:UInt32}`

/** Facets over rows are counted on this many of the newest: an estimate that costs the same at any volume. */
export const facetRowsMax = 100_000
export const facetCombinationsMax = 10_000

const OPEN_COUNTS = (filter: string): string => `
${WITH_OPEN_COLUMNS}
SELECT service_name AS serviceName, name, uniqExact(trace_id, span_id) AS running
FROM ${scoped('running_spans')}
  AND ${stillOpen(
    inBounds,
    `
  AND end_expected_by >= fromUnixTimestamp64Nano({now:Int64}, 'UTC')`,
  )}${filter}
GROUP BY serviceName, name
ORDER BY running DESC
LIMIT {combinationsMax:UInt32}`

const openRow = z.object({ serviceName: z.string(), name: z.string(), running: z.coerce.number() })

/** Counts what still runs, as `status` counts what has ended. */
async function countRunning(context: QueryContext, query: SpanFilter, bounds: TimeBounds) {
  const filter = openSpanConditions({ ...query, service: [], name: [], status: ['running'] })
  const params = {
    ...boundsParams(bounds),
    ...nowParam(context),
    ...filter.params,
    combinationsMax: facetCombinationsMax,
  }
  const { rows, receipt } = await runQuery(context, { sql: OPEN_COUNTS(filter.sql), params, row: openRow })
  const combinations: Combination[] = rows.map(({ serviceName, name, running }) => ({
    values: { service: serviceName, name, status: 'running' },
    count: running,
  }))
  return { combinations, receipt }
}

/**
 * Counts the values of `service`, `name` and `status` in the range; `running` counts as a status.
 * @returns exact counts unless the filter needs the spans themselves; then counts among the newest `facetRowsMax`.
 * @throws {InvalidQueryError}
 */
export async function spanFacets(context: QueryContext, query: SpanFilter & TimeRange): Promise<FacetList> {
  const bounds = resolveBounds(query, context.nowMilliseconds)
  const isRaw = needsSpans(query)
  const filter = spanConditions({ ...query, service: [], name: [], status: [] })
  const running = countRunning(context, query, bounds)
  const ended = runQuery(context, {
    sql: isRaw
      ? `
SELECT
  service_name AS serviceName,
  name,
  countIf(status_code NOT IN (1, 2)) AS unset,
  countIf(status_code = 1) AS ok,
  countIf(status_code = 2) AS error
FROM (
  SELECT service_name, name, status_code
  FROM ${scoped('spans')}
    AND ${inBounds}${filter.sql}
  ORDER BY toStartOfMinute(timestamp) DESC
  LIMIT {rowsMax:UInt32}
)
GROUP BY serviceName, name
ORDER BY count() DESC
LIMIT {combinationsMax:UInt32}`
      : COUNTS,
    params: {
      ...(isRaw ? { ...boundsParams(bounds), rowsMax: facetRowsMax } : minuteCountsParams(bounds)),
      ...filter.params,
      combinationsMax: facetCombinationsMax,
    },
    row,
  })
  const [{ rows, receipt }, open] = await Promise.all([ended, running])
  const combinations: Combination[] = rows.flatMap(({ serviceName, name, ...counts }) =>
    spanStatusSchema.options
      .filter((status) => counts[status] > 0)
      .map((status) => ({ values: { service: serviceName, name, status }, count: counts[status] })),
  )
  const chosen = { service: query.service, name: query.name, status: query.status }
  const all = [...combinations, ...open.combinations]
  return {
    facets: countFacets(['service', 'name', 'status'], chosen, all),
    receipt: joinReceipts(receipt, open.receipt),
  }
}
