import type { ListSpansQuery, SpanList, SpanSummary } from '@hanzo/schema/api'
import { z } from 'zod'
import { joinConditions } from './conditions.ts'
import { decodeCursor, encodeCursor } from './cursor.ts'
import { findOpenSpans } from './find-open-spans.ts'
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
const row = spanSummaryRow.extend(sequence)
const openRow = openSpanRow.extend(sequence)

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
  const [ended, open] = await Promise.all([
    listEnded(context, query, cursor, bounds),
    listOpen(context, query, cursor, bounds),
  ])
  const { page, last } = mergePage(ended.rows, open.rows, query.limit, spanOrder)
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
    receipt: joinReceipts(...ended.receipts, ...open.receipts),
  }
}

const spanOrder = {
  timeOf: (span: SpanSummary) => span.startTimeUnixNano,
  keyOf: (span: SpanSummary) => `${span.traceId}${span.spanId}`,
}

async function listEnded(
  context: QueryContext,
  query: ListSpansQuery,
  cursor: SpanCursor | undefined,
  bounds: TimeBounds,
) {
  if (!wantsEndedSpans(query)) return noSpans
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
  return { rows, receipts: [receipt] }
}

async function listOpen(
  context: QueryContext,
  query: ListSpansQuery,
  cursor: SpanCursor | undefined,
  bounds: TimeBounds,
) {
  if (!wantsOpenSpans(query)) return noSpans
  return findOpenSpans(context, {
    columns: `${OPEN_SPAN_SUMMARY},
  sequence`,
    row: openRow,
    bounds,
    cursor,
    where: openSpanConditions(query),
    limit: query.limit + 1,
    isEnough: (rows) => rows.length > query.limit,
  })
}
