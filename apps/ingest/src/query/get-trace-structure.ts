import { setImmediate } from 'node:timers/promises'
import type { Receipt, TraceStructure } from '@hanzo/schema/api'
import { NotFoundError } from '../errors.ts'
import { findTrace } from './get-trace.ts'
import { nowOf, nowParam } from './open-spans.ts'
import { joinReceipts, type QueryContext, runColumnQuery } from './run-query.ts'
import { appendBlock, ENDED_COLUMNS, emptySpanColumns, OPEN_COLUMNS, type SpanColumns } from './trace-columns.ts'
import { orderByStart, structureOf } from './trace-structure.ts'

export const structureSpansMax = 100_000

/**
 * Reads the structure of one trace as columns. No step of it holds the thread for long, whatever the size of the trace.
 * @param traceId 32 lower-case hex characters.
 * @returns spans by start time, those that still run among them, each span id once, at most `spansMax`.
 * @throws {NotFoundError}
 */
export async function getTraceStructure(
  context: QueryContext,
  traceId: string,
  spansMax: number = structureSpansMax,
): Promise<TraceStructure> {
  const limit = spansMax + 1
  const now = BigInt(nowOf(context)) * 1_000_000n
  // What has ended is read after what runs: a span that ends in between is found, and found once.
  const open = emptySpanColumns()
  const openParams = { traceId, limit, base: String(now), ...nowParam(context) }
  const openReceipt = await readColumns(context, OPEN_COLUMNS, openParams, open)
  const { trace, receipt } = await findTrace(context, traceId)
  const columns = emptySpanColumns()
  const receipts = [openReceipt, receipt]
  const base = trace ? BigInt(trace.startTimeUnixNano) : now + BigInt(open.start[0] ?? 0)
  if (trace) {
    const { startTimeUnixNano: start, endTimeUnixNano: end } = trace
    receipts.push(await readColumns(context, ENDED_COLUMNS, { traceId, limit, base: start, start, end }, columns))
  }
  const openCount = appendOpen(columns, open, Number(now - base))
  if (columns.spanId.length === 0) throw new NotFoundError('no trace has this id', { traceId })
  await setImmediate()
  const total = columns.spanId.length
  const length = trace ? Number(BigInt(trace.endTimeUnixNano) - base) : 0
  const structure = await structureOf(openCount > 0 ? orderByStart(columns) : columns, spansMax, { base, length })
  return {
    traceId,
    ...structure,
    // A span that a client sent twice is counted twice by the index.
    spanCount: total > spansMax ? (trace?.spanCount ?? 0) + openCount : total,
    truncated: total > spansMax,
    receipt: joinReceipts(...receipts),
  }
}

async function readColumns(
  context: QueryContext,
  sql: string,
  params: Record<string, unknown>,
  columns: SpanColumns,
): Promise<Receipt> {
  const { blocks, receipt } = await runColumnQuery(context, { sql, params })
  for (const block of blocks) {
    appendBlock(columns, block)
    await setImmediate()
  }
  return receipt
}

/** Adds the open spans that have not ended meanwhile; says how many. */
function appendOpen(columns: SpanColumns, open: SpanColumns, shift: number): number {
  if (open.spanId.length === 0) return 0
  const known = new Set(columns.spanId)
  const start = open.start.map((offset) => offset + shift)
  const block = Object.entries({ ...open, start }).map(([name, values]) => ({ name, type: '', values }))
  appendBlock(columns, block, known)
  return columns.spanId.length - known.size
}
