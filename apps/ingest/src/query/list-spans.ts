import type { ListSpansQuery, SpanList, SpanSummary } from '@hanzo/schema/api'
import { z } from 'zod'
import { joinConditions } from './conditions.ts'
import { decodeCursor, encodeCursor } from './cursor.ts'
import { findOpenSpans } from './find-open-spans.ts'
import { type ListColumns, listColumns } from './list-columns.ts'
import { mergePage } from './merge-page.ts'
import {
  noSpans,
  OPEN_SPAN_SUMMARY,
  openSpanConditions,
  openSpanRow,
  wantsEndedSpans,
  wantsOpenSpans,
} from './open-spans.ts'
import { joinReceipts, type QueryContext, runQuery } from './run-query.ts'
import { scoped } from './scope.ts'
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

async function listEnded(context: QueryContext, query: ListSpansQuery, { cursor, bounds, columns }: Place) {
  if (!wantsEndedSpans(query)) return noSpans
  const where = joinConditions([spanConditions(query), afterSpan(cursor), columns.params])
  const { rows, receipt } = await runQuery(context, {
    sql: `
SELECT ${SPAN_SUMMARY},
  sequence${columns.select}
FROM ${scoped('spans')}
  AND ${inBounds}${where.sql}
${NEWEST_SPANS_FIRST}
LIMIT {limit:UInt32}`,
    params: { ...boundsParams(bounds), ...where.params, limit: query.limit + 1 },
    row: spanSummaryRow.extend({ ...sequence, ...columns.shape }),
  })
  return { rows, receipts: [receipt] }
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
