import { type FacetList, type SpanFilter, type SpanStatus, spanStatusSchema, type TimeRange } from '@hanzo/schema/api'
import type { RunningSpanRow, SpanRow } from '@hanzo/schema/row'
import { allOf, type Condition, matchSearch } from '@hanzo/search'
import { z } from 'zod'
import { type Choice, type Combination, countFacets } from './count-facets.ts'
import { namedValues, splitChoices } from './facet-choices.ts'
import { minuteCountsParams } from './minute-counts.ts'
import { nowParam, stillOpen, WITH_OPEN_COLUMNS } from './open-spans.ts'
import { joinReceipts, type QueryContext, runQuery } from './run-query.ts'
import { scoped } from './scope.ts'
import { spanSearch } from './search-filter.ts'
import { searchConditions } from './span-filter.ts'
import { spanCountsFor } from './span-histogram.ts'
import { boundsParams, inBounds, resolveBounds, type TimeBounds } from './time-bounds.ts'

const row = z.object({
  serviceName: z.string(),
  name: z.string(),
  unset: z.coerce.number(),
  ok: z.coerce.number(),
  error: z.coerce.number(),
})

const COUNTS = (counts: string, filter: string): string => `
SELECT
  service_name AS serviceName,
  name,
  sum(spans) - sum(oks) - sum(errors) AS unset,
  sum(oks) AS ok,
  sum(errors) AS error
FROM ${counts} AS counts
WHERE true${filter}
GROUP BY serviceName, name
ORDER BY sum(spans) DESC
LIMIT {combinationsMax:UInt32}`

/** Facets over rows are counted on this many of the newest: an estimate that costs the same at any volume. */
export const facetRowsMax = 100_000
export const facetCombinationsMax = 10_000

/** Says that counts over rows are of the newest of them, where there are more. */
export function newestOf(combinations: readonly Combination[]): { newest?: number } {
  const counted = combinations.reduce((sum, { count }) => sum + count, 0)
  return counted >= facetRowsMax ? { newest: facetRowsMax } : {}
}

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
async function countRunning(context: QueryContext, rest: Condition, bounds: TimeBounds) {
  const filter = searchConditions(allOf(rest, { type: 'open', state: 'running' }), 'running_spans')
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
  const { byColumn, rest } = splitChoices(spanSearch(query), ['service_name', 'name', 'status_code'])
  const counts = spanCountsFor(rest)
  const isRaw = counts === undefined
  const filter = searchConditions(rest, 'spans')
  const running = countRunning(context, rest, bounds)
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
      : COUNTS(counts, filter.sql),
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
  const choices = {
    service: columnChoice(byColumn.get('service_name'), 'service_name'),
    name: columnChoice(byColumn.get('name'), 'name'),
    status: statusChoice(byColumn.get('status_code')),
  }
  const all = [...combinations, ...open.combinations]
  return {
    facets: countFacets(['service', 'name', 'status'], choices, all),
    ...(isRaw && newestOf(combinations)),
    receipt: joinReceipts(receipt, open.receipt),
  }
}

function columnChoice(choice: Condition | undefined, column: 'service_name' | 'name'): Choice | undefined {
  if (!choice) return undefined
  const takes = matchSearch(choice, 'spans')
  return {
    named: namedValues(choice),
    passes: (value) => takes({ [column]: value } as unknown as SpanRow, () => undefined),
  }
}

/** `running` counts as a status. */
function statusChoice(choice: Condition | undefined): Choice | undefined {
  if (!choice) return undefined
  const takesEnded = matchSearch(choice, 'spans')
  const takesRunning = matchSearch(choice, 'running_spans', { nowNanoseconds: () => 0n })
  const running = takesRunning({ end_expected_by: 1n } as RunningSpanRow, () => undefined)
  const passes = (value: string): boolean =>
    value === 'running'
      ? running
      : takesEnded({ status_code: spanStatusSchema.options.indexOf(value as SpanStatus) } as SpanRow, () => undefined)
  return {
    named: [...spanStatusSchema.options, 'running'].filter((value) => choice.type !== 'not' && passes(value)),
    passes,
  }
}
