import type { SpanDifferences, SpanDifferencesQuery } from '@hanzo/schema/api'
import { z } from 'zod'
import { comparedItems } from './compared-items.ts'
import type { Conditions } from './conditions.ts'
import { rankDifferences } from './rank-differences.ts'
import { joinReceipts, type QueryContext, runQuery } from './run-query.ts'
import { scoped } from './scope.ts'
import { selectionSearch, spanSearch } from './search-filter.ts'
import { searchConditions } from './span-filter.ts'
import { sampleOf } from './span-sample.ts'
import { boundsParams, inBounds, resolveBounds } from './time-bounds.ts'

/** Spans of each side that are compared: shares are then at most 2 % beside the whole's. */
const comparedSpansMax = 2_500
const limits = { spansMax: comparedSpansMax, windowsMax: 8 }
const minutesMax = 50_000

const COUNTS = (filter: string, selected: string): string => `
SELECT
  toUnixTimestamp(toStartOfMinute(timestamp)) AS time,
  countIf(${selected}) AS selected,
  count() - selected AS rest
FROM ${scoped('spans')}
  AND ${inBounds}${filter}
GROUP BY time
ORDER BY time
LIMIT {minutesMax:UInt32}`

const row = z.object({ time: z.coerce.number(), selected: z.coerce.number(), rest: z.coerce.number() })

/**
 * What the spans of a selection have more or less often than the other spans that pass the filter. Both sides are counted
 * exactly, and compared by a sample of at most `comparedSpansMax` spans of each, spread over their time.
 * @throws {InvalidQueryError} {@link InvalidSearchError}
 */
export async function spanDifferences(context: QueryContext, query: SpanDifferencesQuery): Promise<SpanDifferences> {
  const bounds = resolveBounds(query, context.nowMilliseconds)
  const selection = resolveBounds(
    { from: query.selectionFrom ?? query.from, to: query.selectionTo ?? query.to },
    context.nowMilliseconds,
  )
  const filter = searchConditions(spanSearch(query), 'spans')
  const chosen = searchConditions(selectionSearch(query), 'spans', 'selection')
  const isSelected = `(timestamp >= fromUnixTimestamp64Milli({selectionFrom:Int64}, 'UTC')
    AND timestamp < fromUnixTimestamp64Milli({selectionTo:Int64}, 'UTC')${chosen.sql})`
  const params = {
    ...filter.params,
    ...chosen.params,
    selectionFrom: selection.fromMilliseconds,
    selectionTo: selection.toMilliseconds,
  }
  const { rows, receipt } = await runQuery(context, {
    sql: COUNTS(filter.sql, isSelected),
    params: { ...boundsParams(bounds), ...params, minutesMax },
    row,
  })
  const read = (side: 'selected' | 'rest', condition: string) => {
    const counted = rows.map(({ time, ...counts }) => ({ time, spans: counts[side] }))
    const filled = counted.filter(({ spans }) => spans > 0)
    const where: Conditions = { sql: `${filter.sql}\n  AND ${condition}`, params }
    const sample = sampleOf(extentOf(filled, bounds), filled, limits)
    return comparedItems(context, bounds, sample, where, comparedSpansMax * 2)
  }
  const [selected, rest] = await Promise.all([read('selected', isSelected), read('rest', `NOT ${isSelected}`)])
  const total = (side: 'selected' | 'rest') => rows.reduce((sum, counts) => sum + counts[side], 0)
  return {
    selected: { spanCount: selected.spanCount, ofSpans: total('selected') },
    rest: { spanCount: rest.spanCount, ofSpans: total('rest') },
    differences: rankDifferences(selected, rest),
    receipt: joinReceipts(receipt, ...selected.receipts, ...rest.receipts),
  }
}

/** The minutes between the first and the last that has spans: windows elsewhere would find none. */
function extentOf(filled: readonly { time: number }[], bounds: { fromMilliseconds: number; toMilliseconds: number }) {
  const [first, last] = [filled[0], filled.at(-1)]
  if (!first || !last) return bounds
  return { fromMilliseconds: first.time * 1000, toMilliseconds: last.time * 1000 + 60_000 }
}
