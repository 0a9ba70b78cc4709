import type { SpanGroupList, SpanGroupOrder, SpanGroupsQuery } from '@hanzo/schema/api'
import type { SearchColumn } from '@hanzo/search'
import { z } from 'zod'
import { float64 } from './attributes.ts'
import { fieldTextSql, mapTextSql, readColumn, recordTextSql } from './column-sql.ts'
import { type QueryContext, runQuery } from './run-query.ts'
import { scoped } from './scope.ts'
import { spanSearch } from './search-filter.ts'
import { searchConditions } from './span-filter.ts'
import { boundsParams, inBounds, resolveBounds } from './time-bounds.ts'

/** Groups beyond are not counted: a key with a value a span would need the memory of them all. */
const groupsMax = 100_000

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
 * @returns at most `limit` groups, the greatest first. Quantiles of durations are estimates.
 * @throws {InvalidQueryError} {@link InvalidSearchError}
 */
export async function spanGroups(context: QueryContext, query: SpanGroupsQuery): Promise<SpanGroupList> {
  const columns = query.groupBy.map((key) => readColumn(key, 'spans', 'groupBy'))
  const bounds = resolveBounds(query, context.nowMilliseconds)
  const filter = searchConditions(spanSearch(query), 'spans')
  const held = columns.flatMap((column, index) => resourceKey(column, index))
  const names = columns.map((_, index) => `value${index}`)
  const { rows, receipt } = await runQuery(context, {
    sql: `
SELECT
  CAST([${names.join(', ')}], 'Array(Nullable(String))') AS groupValues,
  spans, errors, quantiles, inputTokens, outputTokens, cost,
  count() OVER () AS groups, sum(spans) OVER () AS total
FROM (
  SELECT
    ${columns.map((column, index) => `${valueSql(column, index)} AS value${index}`).join(',\n    ')},
    count() AS spans,
    countIf(status_code = 2) AS errors,
    quantilesTDigest(0.5, 0.95, 0.99)(duration_nanoseconds) AS quantiles,
    sumIf(gen_ai_input_tokens, gen_ai_is_inference) AS inputTokens,
    sumIf(gen_ai_output_tokens, gen_ai_is_inference) AS outputTokens,
    sumIf(gen_ai_cost, gen_ai_is_inference) AS cost
  FROM (
    SELECT * FROM ${scoped('spans')}
      AND ${inBounds}${filter.sql}
  ) AS ended${held.length > 0 ? joinResources(held) : ''}
  GROUP BY ${names.join(', ')}
)
ORDER BY ${orders[query.order]} DESC, spans DESC, ${names.join(', ')}
LIMIT {limit:UInt32}`,
    params: {
      ...boundsParams(bounds),
      ...filter.params,
      ...Object.fromEntries(columns.map((column, index) => [`key${index}`, keyOf(column)])),
      limit: query.limit,
    },
    row,
    settings: { max_rows_to_group_by: String(groupsMax), group_by_overflow_mode: 'any' },
  })
  const [first] = rows
  return {
    rows: rows.map(groupOf),
    groupCount: first?.groups ?? 0,
    spanCount: first?.total ?? 0,
    isPartial: (first?.groups ?? 0) >= groupsMax,
    receipt,
  }
}

function groupOf(group: z.output<typeof row>): SpanGroupList['rows'][number] {
  const { groupValues: values, spans, errors, quantiles, inputTokens, outputTokens, cost } = group
  const [p50 = 0, p95 = 0, p99 = 0] = quantiles.map(Math.round)
  return {
    ...{ values, spanCount: spans, errorCount: errors, p50, p95, p99, inputTokens, outputTokens, cost },
  }
}

const keyOf = (column: SearchColumn): string => (column.type === 'attribute' ? column.key : '')

/** The value of a span under the key with this number. */
function valueSql(column: SearchColumn, index: number): string {
  if (column.type === 'field') return fieldTextSql(column.field)
  const key = `{key${index}:String}`
  switch (column.owner) {
    case 'record':
      return recordTextSql(key)
    case 'scope':
      return mapTextSql('scope_attributes', key)
    case 'resource':
      return `held${index}`
    // Spans have none.
    case 'body':
      return 'NULL'
    case 'any':
      return `coalesce(${recordTextSql(key)}, held${index})`
  }
}

function resourceKey(column: SearchColumn, index: number): number[] {
  const isHeld = column.type === 'attribute' && (column.owner === 'any' || column.owner === 'resource')
  return isHeld ? [index] : []
}

/** What the resources of the project have under the keys; there are few of them, and rows carry their ids. */
function joinResources(keys: readonly number[]): string {
  return `
  LEFT ANY JOIN (
    SELECT resource_id, ${keys.map((index) => `${mapTextSql('attributes', `{key${index}:String}`)} AS held${index}`).join(', ')}
    FROM ${scoped('resources')}
    LIMIT 1 BY resource_id
  ) AS resource USING (resource_id)`
}
