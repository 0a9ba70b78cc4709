import type { ListTracesQuery, Receipt, TraceList } from '@hanzo/schema/api'
import { z } from 'zod'
import { type Conditions, condition, joinConditions } from './conditions.ts'
import { decodeCursor, encodeCursor } from './cursor.ts'
import { findOpenSpans } from './find-open-spans.ts'
import { mergePage } from './merge-page.ts'
import { readNewestFirst } from './newest-part.ts'
import {
  noSpans,
  nowParam,
  openSpanConditions,
  stillOpen,
  WITH_OPEN_COLUMNS,
  wantsEndedSpans,
  wantsOpenSpans,
} from './open-spans.ts'
import { joinReceipts, type QueryContext, runQuery } from './run-query.ts'
import { scoped } from './scope.ts'
import { searchesOtherSpans } from './search-filter.ts'
import { spanConditions } from './span-filter.ts'
import { afterSpan, NEWEST_SPANS_FIRST, type SpanCursor, spanCursor } from './span-order.ts'
import { summariseTraces } from './summarise-traces.ts'
import { boundsParams, inBounds, resolveBounds, type TimeBounds } from './time-bounds.ts'

const row = z.object({ traceId: z.string(), spanId: z.string(), startTimeUnixNano: z.string(), sequence: z.string() })
type Place = z.output<typeof row>
type Cursor = SpanCursor | undefined

const PLACE = `
  lower(hex(trace_id)) AS traceId,
  lower(hex(span_id)) AS spanId,
  toString(toUnixTimestamp64Nano(timestamp)) AS startTimeUnixNano,
  sequence`

/**
 * Lists the traces that have a span which passes the filter in the range, ended or not, by their newest such span, newest first.
 * @returns at most `limit` rows; no trace is lost or repeated between pages.
 * @throws {InvalidQueryError}
 */
export async function listTraces(context: QueryContext, query: ListTracesQuery): Promise<TraceList> {
  const cursor = query.cursor === undefined ? undefined : decodeCursor(query.cursor, spanCursor)
  const bounds = cursor
    ? { fromMilliseconds: cursor[0], toMilliseconds: cursor[1] }
    : resolveBounds(query, context.nowMilliseconds)
  const [ended, open] = await Promise.all([
    findEnded(context, query, cursor, bounds),
    findOpen(context, query, cursor, bounds),
  ])
  const { page, last } = mergePage(ended.rows, open.rows, query.limit, placeOrder)
  const traceIds = page.map(({ traceId }) => traceId)
  const { traces, receipt } = await summariseTraces(context, traceIds, bounds)
  return {
    rows: traceIds.flatMap((traceId) => traces.get(traceId) ?? []),
    nextCursor: last
      ? encodeCursor([
          bounds.fromMilliseconds,
          bounds.toMilliseconds,
          last.startTimeUnixNano,
          last.spanId,
          last.sequence,
        ])
      : null,
    receipt: joinReceipts(...ended.receipts, ...open.receipts, receipt),
  }
}

const placeOrder = { timeOf: (place: Place) => place.startTimeUnixNano, keyOf: ({ traceId }: Place) => traceId }

const AT_CURSOR_OR_NEWER = `timestamp >= fromUnixTimestamp64Nano({cursorTime:Int64}, 'UTC')
      AND (timestamp, span_id, sequence) >= (
        fromUnixTimestamp64Nano({cursorTime:Int64}, 'UTC'), toFixedString(unhex({cursorSpanId:String}), 8), {cursorSequence:UInt64})`

/** A trace stands where its newest matching span does: those with one above the cursor were on an earlier page. */
function notSeen(context: QueryContext, query: ListTracesQuery, cursor: Cursor): Conditions {
  const ended = spanConditions(query)
  const open = openSpanConditions(query)
  return joinConditions([
    condition(
      cursor !== undefined,
      `trace_id NOT IN (
    SELECT trace_id FROM ${scoped('spans')}
      AND ${inBounds}${ended.sql}
      AND ${AT_CURSOR_OR_NEWER}
  )`,
      ended.params,
    ),
    condition(
      cursor !== undefined && wantsOpenSpans(query),
      `trace_id NOT IN (
    ${WITH_OPEN_COLUMNS}
    SELECT trace_id FROM ${scoped('running_spans')}
      AND ${stillOpen(
        inBounds,
        `
      AND ${AT_CURSOR_OR_NEWER}`,
      )}${open.sql}
  )`,
      { ...open.params, ...nowParam(context) },
    ),
  ])
}

async function findEnded(context: QueryContext, query: ListTracesQuery, cursor: Cursor, bounds: TimeBounds) {
  if (!wantsEndedSpans(query)) return noSpans
  const where = joinConditions([spanConditions(query), afterSpan(cursor), notSeen(context, query, cursor)])
  let rows: Place[] = []
  const receipts: Receipt[] = []
  const wanted = query.limit + 1
  const read = async (part: TimeBounds): Promise<number> => {
    const found = await runQuery(context, {
      sql: `
SELECT ${PLACE}
FROM ${scoped('spans')}
  AND ${inBounds}${where.sql}
${NEWEST_SPANS_FIRST}
LIMIT 1 BY trace_id
LIMIT {limit:UInt32}`,
      params: { ...boundsParams(part), ...where.params, limit: wanted },
      row,
    })
    receipts.push(found.receipt)
    // A trace of the newer part may have older spans, too.
    rows = newestOfTraces([...rows, ...found.rows]).slice(0, wanted)
    return rows.length / wanted
  }
  // What was on earlier pages is looked for in all of the range.
  await (cursor ? read(bounds) : readNewestFirst(bounds, !searchesOtherSpans(query), read))
  return { rows, receipts }
}

async function findOpen(context: QueryContext, query: ListTracesQuery, cursor: Cursor, bounds: TimeBounds) {
  if (!wantsOpenSpans(query)) return noSpans
  const open = await findOpenSpans(context, {
    columns: PLACE,
    row,
    bounds,
    cursor,
    where: joinConditions([openSpanConditions(query), notSeen(context, query, cursor)]),
    limit: query.limit + 1,
    isEnough: (rows) => newestOfTraces(rows).length > query.limit,
  })
  return { rows: newestOfTraces(open.rows), receipts: open.receipts }
}

/** Of each trace the first: rows are newest first. */
function newestOfTraces(rows: readonly Place[]): Place[] {
  const known = new Set<string>()
  return rows.filter(({ traceId }) => !known.has(traceId) && known.add(traceId))
}
