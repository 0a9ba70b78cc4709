import type { ListSpansQuery, TraceList } from '@hanzo/schema/api'
import { z } from 'zod'
import { condition, joinConditions } from './conditions.ts'
import { decodeCursor, encodeCursor } from './cursor.ts'
import { afterSpan, NEWEST_SPANS_FIRST, spanCursor } from './list-spans.ts'
import { joinReceipts, type QueryContext, runQuery } from './run-query.ts'
import { scoped } from './scope.ts'
import { spanConditions } from './span-filter.ts'
import { summariseTraces } from './summarise-traces.ts'
import { boundsParams, inBounds, resolveBounds } from './time-bounds.ts'

const row = z.object({ traceId: z.string(), spanId: z.string(), time: z.string(), sequence: z.string() })

/**
 * Lists the traces that have a span which passes the filter in the range, by their newest such span, newest first.
 * @returns at most `limit` rows; no trace is lost or repeated between pages.
 * @throws {InvalidQueryError}
 */
export async function listTraces(context: QueryContext, query: ListSpansQuery): Promise<TraceList> {
  const cursor = query.cursor === undefined ? undefined : decodeCursor(query.cursor, spanCursor)
  const bounds = cursor
    ? { fromMilliseconds: cursor[0], toMilliseconds: cursor[1] }
    : resolveBounds(query, context.nowMilliseconds)
  const filter = spanConditions(query)
  const after = afterSpan(cursor)
  // A trace stands where its newest matching span does: those with one above the cursor were on an earlier page.
  const seen = condition(
    cursor !== undefined,
    `trace_id NOT IN (
    SELECT trace_id FROM ${scoped('spans')}
      AND ${inBounds}${filter.sql}
      AND timestamp >= fromUnixTimestamp64Nano({cursorTime:Int64}, 'UTC')
      AND (timestamp, span_id, sequence) >= (
        fromUnixTimestamp64Nano({cursorTime:Int64}, 'UTC'), toFixedString(unhex({cursorSpanId:String}), 8), {cursorSequence:UInt64})
  )`,
  )
  const where = joinConditions([filter, after, seen])
  const found = await runQuery(context, {
    sql: `
SELECT
  lower(hex(trace_id)) AS traceId,
  lower(hex(span_id)) AS spanId,
  toString(toUnixTimestamp64Nano(timestamp)) AS time,
  sequence
FROM ${scoped('spans')}
  AND ${inBounds}${where.sql}
${NEWEST_SPANS_FIRST}
LIMIT 1 BY trace_id
LIMIT {limit:UInt32}`,
    params: { ...boundsParams(bounds), ...where.params, limit: query.limit + 1 },
    row,
  })
  const page = found.rows.slice(0, query.limit)
  const last = found.rows.length > query.limit ? page.at(-1) : undefined
  const traceIds = page.map(({ traceId }) => traceId)
  const { traces, receipt } = await summariseTraces(context, traceIds, bounds)
  return {
    rows: traceIds.flatMap((traceId) => traces.get(traceId) ?? []),
    nextCursor: last
      ? encodeCursor([bounds.fromMilliseconds, bounds.toMilliseconds, last.time, last.spanId, last.sequence])
      : null,
    receipt: joinReceipts(found.receipt, receipt),
  }
}
