import { setImmediate } from 'node:timers/promises'
import type { Receipt, TraceStructure } from '@hanzo/schema/api'
import { NotFoundError } from '../errors.ts'
import type { DecodedColumnArray } from '../native/decode-block.ts'
import { findTrace } from './get-trace.ts'
import { nowOf, nowParam } from './open-spans.ts'
import { joinReceipts, type QueryContext, runColumnQuery } from './run-query.ts'
import { createSpanPlaces } from './span-places.ts'
import {
  ALL_ENDED_COLUMNS,
  EARLIEST_ENDED_COLUMNS,
  FIRST_ENDED_COLUMNS,
  joinBlocks,
  joinColumns,
  OPEN_COLUMNS,
  rowsAt,
  type SpanColumns,
} from './trace-columns.ts'
import { orderByStart, structureOf } from './trace-structure.ts'

export const structureSpansMax = 100_000

interface StructureExtent {
  spansMax?: number
  /** So many of the first spans, as soon as they can be had: of all others no more than their times is read. */
  earliest?: number | undefined
}

/**
 * Reads the structure of one trace as columns. No step of it holds the thread for long, whatever the size of the trace.
 * @param traceId 32 lower-case hex characters.
 * @returns spans by start time, those that still run among them, each span id once, at most `spansMax`, or `earliest`.
 * @throws {NotFoundError}
 */
export async function getTraceStructure(
  context: QueryContext,
  traceId: string,
  { earliest, spansMax = earliest ?? structureSpansMax }: StructureExtent = {},
): Promise<TraceStructure> {
  const limit = spansMax + 1
  const now = BigInt(nowOf(context)) * 1_000_000n
  // What has ended is read after what runs: a span that ends in between is found, and found once.
  const open = await readColumns(context, OPEN_COLUMNS, { traceId, limit, base: String(now), ...nowParam(context) })
  const { trace, receipt } = await findTrace(context, traceId)
  const base = trace ? BigInt(trace.startTimeUnixNano) : now + BigInt(open.columns.start[0] ?? 0)
  const isLarger = trace !== undefined && trace.spanCount >= limit
  const sql = !isLarger ? ALL_ENDED_COLUMNS : earliest ? EARLIEST_ENDED_COLUMNS : FIRST_ENDED_COLUMNS
  const bounds = { base: String(base), start: trace?.startTimeUnixNano, end: trace?.endTimeUnixNano }
  const ended = trace && (await readColumns(context, sql, { traceId, limit, ...bounds }))
  const columns = withOpen(ended?.columns ?? joinBlocks([]), open.columns, Number(now - base))
  if (columns.idLow.length === 0) throw new NotFoundError('no trace has this id', { traceId })
  await setImmediate()
  const places = createSpanPlaces(2 * columns.idLow.length)
  const order = await orderByStart(columns, places)
  await setImmediate()
  const length = trace ? Number(BigInt(trace.endTimeUnixNano) - base) : 0
  const structure = await structureOf(columns, { order, rowOf: places }, spansMax, { base, length })
  const truncated = order.length > spansMax || (earliest !== undefined && isLarger)
  return {
    traceId,
    ...structure,
    // A span that a client sent twice is counted twice by the index.
    spanCount: truncated ? (trace?.spanCount ?? 0) + columns.openState.filter(Boolean).length : order.length,
    truncated,
    receipt: joinReceipts(open.receipt, receipt, ...(ended ? [ended.receipt] : [])),
  }
}

async function readColumns(
  context: QueryContext,
  sql: string,
  params: Record<string, unknown>,
): Promise<{ columns: SpanColumns; receipt: Receipt }> {
  const { blocks, receipt } = await runColumnQuery(context, { sql, params })
  const read: DecodedColumnArray[][] = []
  for (const block of blocks) {
    read.push(block)
    await setImmediate()
  }
  return { columns: joinBlocks(read), receipt }
}

const hasEnded = -1

/** Adds the open spans that have not ended meanwhile, whose starts stand `shift` nanoseconds further on. */
function withOpen(ended: SpanColumns, open: SpanColumns, shift: number): SpanColumns {
  if (open.idLow.length === 0) return ended
  const known = createSpanPlaces(ended.idLow.length + open.idLow.length)
  for (const [row, low] of ended.idLow.entries()) known.add(low, ended.idHigh[row] ?? 0, hasEnded)
  const isOpen = (row: number) => known.add(open.idLow[row] ?? 0, open.idHigh[row] ?? 0, row) !== hasEnded
  const left = rowsAt(open, isOpen)
  return joinColumns(ended, { ...left, start: left.start.map((offset) => offset + shift) })
}
