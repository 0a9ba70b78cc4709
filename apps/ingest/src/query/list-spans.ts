import type { ListSpansQuery, SpanList } from '@hanzo/schema/api'
import { z } from 'zod'
import { condition, joinConditions } from './conditions.ts'
import { decodeCursor, encodeCursor, millisecondsPart, nanosecondsPart, sequencePart } from './cursor.ts'
import { type QueryContext, runQuery } from './run-query.ts'
import { scoped } from './scope.ts'
import { spanConditions } from './span-filter.ts'
import { SPAN_SUMMARY, spanSummaryRow } from './span-summary.ts'
import { boundsParams, inBounds, resolveBounds } from './time-bounds.ts'

/** Bounds of the first page; time, span id and sequence of the last row. */
export const spanCursor = z.tuple([
  millisecondsPart,
  millisecondsPart,
  nanosecondsPart,
  z.string().regex(/^[0-9a-f]{16}$/),
  sequencePart,
])

/** Places a page behind its cursor: a condition on time for the key, then the order's own columns. */
export function afterSpan(cursor: z.output<typeof spanCursor> | undefined) {
  return condition(
    cursor !== undefined,
    `timestamp <= fromUnixTimestamp64Nano({cursorTime:Int64}, 'UTC')
  AND (timestamp, span_id, sequence) < (
    fromUnixTimestamp64Nano({cursorTime:Int64}, 'UTC'), toFixedString(unhex({cursorSpanId:String}), 8), {cursorSequence:UInt64})`,
    cursor && { cursorTime: cursor[2], cursorSpanId: cursor[3], cursorSequence: cursor[4] },
  )
}

/** Newest first. The minute stands first for the key: rows come in its order and the read stops at the limit. */
export const NEWEST_SPANS_FIRST =
  'ORDER BY toStartOfMinute(timestamp) DESC, timestamp DESC, span_id DESC, sequence DESC'

const row = spanSummaryRow.extend({ sequence: z.string() })

/**
 * Lists spans, newest first.
 * @returns at most `limit` rows; `nextCursor` is `null` on the last page. No row is lost or repeated between pages.
 * @throws {InvalidQueryError}
 */
export async function listSpans(context: QueryContext, query: ListSpansQuery): Promise<SpanList> {
  const cursor = query.cursor === undefined ? undefined : decodeCursor(query.cursor, spanCursor)
  const bounds = cursor
    ? { fromMilliseconds: cursor[0], toMilliseconds: cursor[1] }
    : resolveBounds(query, context.nowMilliseconds)
  const where = joinConditions([spanConditions(query), afterSpan(cursor)])
  const { rows, receipt } = await runQuery(context, {
    sql: `
SELECT ${SPAN_SUMMARY},
  sequence
FROM ${scoped('spans')}
  AND ${inBounds}${where.sql}
${NEWEST_SPANS_FIRST}
LIMIT {limit:UInt32}`,
    params: { ...boundsParams(bounds), ...where.params, limit: query.limit + 1 },
    row,
  })
  const page = rows.slice(0, query.limit)
  const last = rows.length > query.limit ? page.at(-1) : undefined
  return {
    rows: page.map(({ sequence: _, ...span }) => span),
    nextCursor: last
      ? encodeCursor([
          bounds.fromMilliseconds,
          bounds.toMilliseconds,
          last.startTimeUnixNano,
          last.spanId,
          last.sequence,
        ])
      : null,
    receipt,
  }
}
