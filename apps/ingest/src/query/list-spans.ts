import type { ListSpansQuery, Receipt, SpanList, SpanSummary } from '@hanzo/schema/api'
import { z } from 'zod'
import { joinConditions } from './conditions.ts'
import { decodeCursor, encodeCursor } from './cursor.ts'
import { findOpenSpans } from './find-open-spans.ts'
import { type ListColumns, listColumns } from './list-columns.ts'
import { mergeNewest, mergePage } from './merge-page.ts'
import { readNewestFirst } from './newest-part.ts'
import {
  noSpans,
  OPEN_SPAN_SUMMARY,
  openSpanConditions,
  openSpanRow,
  wantsEndedSpans,
  wantsOpenSpans,
} from './open-spans.ts'
import { joinReceipts, type QueryContext, runQuery, streamQuery, streamSettings } from './run-query.ts'
import { scoped } from './scope.ts'
import { searchesOtherSpans } from './search-filter.ts'
import { spanConditions } from './span-filter.ts'
import { afterSpan, NEWEST_SPANS_FIRST, type SpanCursor, spanCursor } from './span-order.ts'
import { SPAN_SUMMARY, spanSummaryRow } from './span-summary.ts'
import { boundsParams, inBounds, resolveBounds, type TimeBounds } from './time-bounds.ts'

const sequence = { sequence: z.string() }

/**
 * Lists spans, newest first, those that still run among them.
 * @returns at most `limit` rows; `nextCursor` is `null` on the last page. No row is lost or repeated between pages.
 * @throws {InvalidQueryError}
 */
export async function listSpans(context: QueryContext, query: ListSpansQuery): Promise<SpanList> {
  const cursor = query.cursor === undefined ? undefined : decodeCursor(query.cursor, spanCursor)
  const bounds = cursor
    ? { fromMilliseconds: cursor[0], toMilliseconds: cursor[1] }
    : resolveBounds(query, context.nowMilliseconds)
  const columns = listColumns(query.columns, 'spans')
  const place = { cursor, bounds, columns }
  const [ended, open] = await Promise.all([listEnded(context, query, place), listOpen(context, query, place)])
  const { page, last } = mergePage(ended.rows, open.rows, query.limit, spanOrder)
  const { rows, receipts } = await columns.complete(context, page)
  return {
    rows: rows.map(({ sequence: _, ...span }) => span),
    nextCursor: last
      ? encodeCursor([
          bounds.fromMilliseconds,
          bounds.toMilliseconds,
          last.startTimeUnixNano,
          last.spanId,
          last.sequence,
        ])
      : null,
    receipt: joinReceipts(...ended.receipts, ...open.receipts, ...receipts),
  }
}

const spanOrder = {
  timeOf: (span: SpanSummary) => span.startTimeUnixNano,
  keyOf: (span: SpanSummary) => `${span.traceId}${span.spanId}`,
}

interface Place {
  cursor: SpanCursor | undefined
  bounds: TimeBounds
  columns: ListColumns
}

/** The same rows as they are read, without pages: at any time some hundred are held. @throws {InvalidQueryError} */
export async function* streamSpans(context: QueryContext, query: ListSpansQuery): AsyncGenerator<SpanList['rows']> {
  const bounds = resolveBounds(query, context.nowMilliseconds)
  const columns = listColumns(query.columns, 'spans')
  const place = { cursor: undefined, bounds, columns }
  let left = query.limit
  for await (const merged of mergeNewest(
    streamEnded(context, query, place),
    pagesOfOpen(context, query, place),
    spanOrder,
  )) {
    const { rows } = await columns.complete(context, merged.slice(0, left))
    yield rows.map(({ sequence: _, ...span }) => span)
    left -= rows.length
    if (left <= 0) return
  }
}

/** Spans that have not ended, some thousand at a time. */
async function* pagesOfOpen(context: QueryContext, query: ListSpansQuery, place: Place) {
  let cursor: SpanCursor | undefined
  for (;;) {
    const { rows } = await listOpen(context, { ...query, limit: openRowsPerPage }, { ...place, cursor })
    if (rows.length > 0) yield rows
    const last = rows.at(-1)
    if (!last || rows.length <= openRowsPerPage) return
    const { fromMilliseconds, toMilliseconds } = place.bounds
    cursor = [fromMilliseconds, toMilliseconds, last.startTimeUnixNano, last.spanId, last.sequence]
  }
}

const openRowsPerPage = 2_000

async function* streamEnded(context: QueryContext, query: ListSpansQuery, place: Place) {
  if (!wantsEndedSpans(query)) return
  const question = endedSpans(query, place, query.limit)
  yield* streamQuery(context, { ...question, settings: streamSettings })
}

async function listEnded(context: QueryContext, query: ListSpansQuery, place: Place) {
  if (!wantsEndedSpans(query)) return noSpans
  const rows: EndedRow[] = []
  const receipts: Receipt[] = []
  const wanted = query.limit + 1
  await readNewestFirst(boundsLeft(place), !searchesOtherSpans(query), async (bounds) => {
    const found = await runQuery(context, endedSpans(query, { ...place, bounds }, wanted - rows.length))
    rows.push(...found.rows)
    receipts.push(found.receipt)
    return rows.length / wanted
  })
  return { rows, receipts }
}

/** Nothing behind a cursor is newer than it is. */
function boundsLeft({ bounds, cursor }: Place): TimeBounds {
  if (!cursor) return bounds
  const afterCursor = Number(BigInt(cursor[2]) / 1_000_000n) + 1
  return { ...bounds, toMilliseconds: Math.min(bounds.toMilliseconds, afterCursor) }
}

type EndedRow = z.output<ReturnType<typeof endedSpans>['row']>

function endedSpans(query: ListSpansQuery, { cursor, bounds, columns }: Place, limit: number) {
  const where = joinConditions([spanConditions(query), afterSpan(cursor), columns.params])
  return {
    sql: `
SELECT ${SPAN_SUMMARY},
  sequence${columns.select}
FROM ${scoped('spans')}
  AND ${inBounds}${where.sql}
${NEWEST_SPANS_FIRST}
LIMIT {limit:UInt32}`,
    params: { ...boundsParams(bounds), ...where.params, limit },
    row: spanSummaryRow.extend({ ...sequence, ...columns.shape }),
  }
}

async function listOpen(context: QueryContext, query: ListSpansQuery, { cursor, bounds, columns }: Place) {
  if (!wantsOpenSpans(query)) return noSpans
  return findOpenSpans(context, {
    columns: `${OPEN_SPAN_SUMMARY},
  sequence${columns.select}`,
    row: openSpanRow.extend({ ...sequence, ...columns.shape }),
    bounds,
    cursor,
    where: joinConditions([openSpanConditions(query), columns.params]),
    limit: query.limit + 1,
    isEnough: (rows) => rows.length > query.limit,
  })
}
