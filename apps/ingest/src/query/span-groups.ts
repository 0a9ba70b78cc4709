import type { SpanGroupList, SpanGroupOrder, SpanGroupsQuery } from '@hanzo/schema/api'
import { type Condition, conditionFor, needsOnly, type SearchColumn } from '@hanzo/search'
import { z } from 'zod'
import { float64 } from './attributes.ts'
import { readColumn } from './column-sql.ts'
import { type GroupValues, groupValues } from './group-values.ts'
import { minuteCountsParams } from './minute-counts.ts'
import { joinReceipts, type QueryContext, runQuery } from './run-query.ts'
import { scoped } from './scope.ts'
import { spanSearch } from './search-filter.ts'
import { bucketsPerDoubling, spanDurations } from './span-durations.ts'
import { searchConditions } from './span-filter.ts'
import { chooseSample, inWindows, type SampleLimits, type SpanSample } from './span-sample.ts'
import { boundsParams, inBounds, resolveBounds, type TimeBounds } from './time-bounds.ts'

/** Groups beyond are not counted: a key with a value a span would need the memory of them all. */
const groupsMax = 100_000
/** More spans are not read one by one: their maps alone would take seconds. */
const groupLimits: SampleLimits = { spansMax: 500_000, windowsMax: 24 }
/** What the roll-ups know of a span. */
const rolledColumns = ['service_name', 'name', 'kind']

const orders: Record<SpanGroupOrder, string> = {
  spans: 'spans',
  errors: 'errors',
  errorRate: 'errors / spans',
  p50: 'quantiles[1]',
  p95: 'quantiles[2]',
  p99: 'quantiles[3]',
  tokens: 'inputTokens + outputTokens',
  cost: 'cost',
}

const FROM_SPANS = ({ names, select, join }: GroupValues, filter: string): string => `
  SELECT
    ${select},
    count() AS spans,
    countIf(status_code = 2) AS errors,
    quantilesTDigest(0.5, 0.95, 0.99)(duration_nanoseconds) AS quantiles,
    sumIf(gen_ai_input_tokens, gen_ai_is_inference) AS inputTokens,
    sumIf(gen_ai_output_tokens, gen_ai_is_inference) AS outputTokens,
    sumIf(gen_ai_cost, gen_ai_is_inference) AS cost
  FROM (
    SELECT * FROM ${scoped('spans')}
      AND ${inBounds}${filter}
  ) AS ended${join}
  GROUP BY ${names}`

const SAMPLED = `
      AND ${inWindows()}
      AND cityHash64(span_id) % {oneOf:UInt32} = 0`

const FROM_COUNTS = ({ names, select }: GroupValues, filter: string): string => `
  SELECT
    ${select},
    sum(counts.spans) AS spans,
    sum(counts.errors) AS errors,
    arrayMap(bucket -> exp2(bucket / ${bucketsPerDoubling}), quantilesInterpolatedWeightedArray(0.5, 0.95, 0.99)(
      mapKeys(durations), mapValues(durations))) AS quantiles,
    sum(input_tokens) AS inputTokens,
    sum(output_tokens) AS outputTokens,
    sum(counts.cost) AS cost
  FROM ${spanDurations()} AS counts
  WHERE true${filter}
  GROUP BY ${names}`

const row = z.object({
  groupValues: z.array(z.string().nullable()),
  groups: z.coerce.number(),
  total: z.coerce.number(),
  spans: z.coerce.number(),
  errors: z.coerce.number(),
  inputTokens: z.coerce.number(),
  outputTokens: z.coerce.number(),
  cost: float64,
  quantiles: z.array(float64),
})

/**
 * Groups the ended spans that pass by the values of up to three keys, with their counts, durations, tokens and cost.
 * Up to `limits.spansMax` spans are read; of more, services, names and kinds come from their counts, and groups of anything else are
 * estimated from a sample, which the answer tells.
 * @returns at most `limit` groups, the greatest first. Quantiles of durations are estimates.
 * @throws {InvalidQueryError} {@link InvalidSearchError}
 */
export async function spanGroups(
  context: QueryContext,
  query: SpanGroupsQuery,
  limits: SampleLimits = groupLimits,
): Promise<SpanGroupList> {
  const columns = query.groupBy.map((key) => readColumn(key, 'spans', 'groupBy'))
  const bounds = resolveBounds(query, context.nowMilliseconds)
  const search = spanSearch(query)
  const chosen = await chooseSample(context, bounds, search, limits)
  const isCounted = chosen.sample.scale > 1 && isRolled(columns, search)
  const source = sourceOf(groupValues(columns), { search, bounds, sample: chosen.sample, isCounted })
  const { rows, receipt } = await runQuery(context, {
    sql: `
SELECT
  CAST([${source.names}], 'Array(Nullable(String))') AS groupValues,
  spans, errors, quantiles, inputTokens, outputTokens, cost,
  count() OVER () AS groups, sum(spans) OVER () AS total
FROM (${source.sql}
)
ORDER BY ${orders[query.order]} DESC, spans DESC, ${source.names}
LIMIT {limit:UInt32}`,
    params: { ...source.params, limit: query.limit },
    row,
    settings: { max_rows_to_group_by: String(groupsMax), group_by_overflow_mode: 'any' },
  })
  const [first] = rows
  const scale = isCounted ? 1 : chosen.sample.scale
  const [groups, total] = [first?.groups ?? 0, first?.total ?? 0]
  return {
    rows: rows.map((group) => groupOf(group, scale)),
    groupCount: groups,
    spanCount: Math.round(total * scale),
    isPartial: groups >= groupsMax,
    sample: { spanCount: scale === 1 ? chosen.spanCount : total, ofSpans: chosen.spanCount },
    receipt: joinReceipts(chosen.receipt, receipt),
  }
}

/** Whether the roll-ups know enough to answer. */
function isRolled(columns: readonly SearchColumn[], search: Condition): boolean {
  const areKnown = columns.every(
    (column) => column.type === 'field' && 'column' in column.field && rolledColumns.includes(column.field.column),
  )
  return areKnown && needsOnly(conditionFor('spans', search), rolledColumns)
}

interface Asked {
  search: Condition
  bounds: TimeBounds
  sample: SpanSample
  isCounted: boolean
}

function sourceOf(values: GroupValues, { search, bounds, sample, isCounted }: Asked) {
  const filter = searchConditions(search, 'spans')
  const bound = { ...values.params, ...filter.params }
  const { names } = values
  if (isCounted) {
    return { names, sql: FROM_COUNTS(values, filter.sql), params: { ...bound, ...minuteCountsParams(bounds) } }
  }
  if (sample.scale === 1) {
    return { names, sql: FROM_SPANS(values, filter.sql), params: { ...bound, ...boundsParams(bounds) } }
  }
  const { windows, windowSeconds, oneOf } = sample
  return {
    names,
    sql: FROM_SPANS(values, `${SAMPLED}${filter.sql}`),
    params: { ...bound, ...boundsParams(bounds), windows, windowSeconds, oneOf },
  }
}

function groupOf(group: z.output<typeof row>, scale: number): SpanGroupList['rows'][number] {
  const { groupValues: values, quantiles } = group
  const [p50 = 0, p95 = 0, p99 = 0] = quantiles.map(Math.round)
  const scaled = (figure: number): number => Math.round(figure * scale)
  return {
    values,
    spanCount: scaled(group.spans),
    errorCount: scaled(group.errors),
    ...{ p50, p95, p99 },
    inputTokens: scaled(group.inputTokens),
    outputTokens: scaled(group.outputTokens),
    cost: group.cost * scale,
  }
}
