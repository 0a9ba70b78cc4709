import type { SpanSummary, TraceDetail } from '@hanzo/schema/api'
import { z } from 'zod'
import { NotFoundError } from '../errors.ts'
import { compareDecimal } from './compare-decimal.ts'
import { nowParam, OPEN_SPAN_SUMMARY, openSpanRow, stateOf, stillOpen, WITH_OPEN_COLUMNS } from './open-spans.ts'
import { joinReceipts, type QueryContext, runQuery } from './run-query.ts'
import { scoped } from './scope.ts'
import { SPAN_SUMMARY, spanSummaryRow } from './span-summary.ts'

/** Objects of more spans would hold the thread for too long while they are read: the structure has columns for these. */
export const traceSpansMax = 5_000

const TRACE_BOUNDS = `
SELECT
  toString(toUnixTimestamp64Nano(min(start_timestamp))) AS startTimeUnixNano,
  toString(toUnixTimestamp64Nano(max(end_timestamp))) AS endTimeUnixNano,
  sum(span_count) AS spanCount
FROM ${scoped('trace_index')}
  AND trace_id = unhex({traceId:String})
HAVING spanCount > 0
LIMIT 1`

const boundsRow = z.object({
  startTimeUnixNano: z.string(),
  endTimeUnixNano: z.string(),
  spanCount: z.coerce.number(),
})

/** Finds where the ended spans of a trace are, whatever its time; `trace` is undefined where none has ended. */
export async function findTrace(context: QueryContext, traceId: string) {
  const { rows, receipt } = await runQuery(context, { sql: TRACE_BOUNDS, params: { traceId }, row: boundsRow })
  return { trace: rows[0], receipt }
}

const TRACE_SPANS = `
SELECT ${SPAN_SUMMARY}
FROM ${scoped('spans')}
  AND trace_id = unhex({traceId:String})
  AND timestamp >= fromUnixTimestamp64Nano({start:Int64}, 'UTC')
  AND timestamp <= fromUnixTimestamp64Nano({end:Int64}, 'UTC')
ORDER BY timestamp, sequence
LIMIT 1 BY span_id
LIMIT {limit:UInt32}`

const OPEN_SPANS = `
${WITH_OPEN_COLUMNS}
SELECT ${OPEN_SPAN_SUMMARY}
FROM ${scoped('running_spans')}
  AND ${stillOpen('trace_id = unhex({traceId:String})')}
ORDER BY timestamp, sequence
LIMIT 1 BY span_id
LIMIT {limit:UInt32}`

/**
 * Reads the spans of one trace.
 * @param traceId 32 lower-case hex characters.
 * @returns spans by start time, those that still run among them, each span id once, at most `traceSpansMax`.
 * @throws {NotFoundError}
 */
export async function getTrace(
  context: QueryContext,
  traceId: string,
  spansMax: number = traceSpansMax,
): Promise<TraceDetail> {
  const limit = spansMax + 1
  // What has ended is read after what runs: a span that ends in between is found, and found once.
  const open = await runQuery(context, {
    sql: OPEN_SPANS,
    params: { traceId, limit, ...nowParam(context) },
    row: openSpanRow,
  })
  const { trace, receipt } = await findTrace(context, traceId)
  const ended = trace && (await readEnded(context, traceId, trace, limit))
  const spans = allSpans(ended?.rows ?? [], open.rows)
  if (spans.length === 0) throw new NotFoundError('no trace has this id', { traceId })
  const truncated = spans.length > spansMax
  const { start, end } = extentOf(trace, open.rows)
  return {
    traceId,
    startTimeUnixNano: String(start),
    durationNanoseconds: String(end - start),
    state: stateOf(open.rows.map(({ state }) => state)),
    // A span that a client sent twice is counted twice by the index.
    spanCount: truncated ? (trace?.spanCount ?? 0) + open.rows.length : spans.length,
    truncated,
    spans: truncated ? spans.slice(0, spansMax) : spans,
    receipt: joinReceipts(open.receipt, receipt, ...(ended ? [ended.receipt] : [])),
  }
}

function readEnded(context: QueryContext, traceId: string, trace: z.output<typeof boundsRow>, limit: number) {
  return runQuery(context, {
    sql: TRACE_SPANS,
    params: { traceId, start: trace.startTimeUnixNano, end: trace.endTimeUnixNano, limit },
    row: spanSummaryRow,
  })
}

/** By start time; of a span that ended between two readings the end stands. */
function allSpans(ended: SpanSummary[], open: SpanSummary[]): SpanSummary[] {
  if (open.length === 0) return ended
  const known = new Set(ended.map(({ spanId }) => spanId))
  const spans = [...ended, ...open.filter(({ spanId }) => !known.has(spanId))]
  return spans.sort((a, b) => compareDecimal(a.startTimeUnixNano, b.startTimeUnixNano))
}

function extentOf(trace: z.output<typeof boundsRow> | undefined, open: readonly SpanSummary[]) {
  const spans = open.map(({ startTimeUnixNano, durationNanoseconds }) => ({
    start: BigInt(startTimeUnixNano),
    end: BigInt(startTimeUnixNano) + BigInt(durationNanoseconds),
  }))
  if (trace) spans.push({ start: BigInt(trace.startTimeUnixNano), end: BigInt(trace.endTimeUnixNano) })
  let { start, end } = spans[0] ?? { start: 0n, end: 0n }
  for (const span of spans) {
    if (span.start < start) start = span.start
    if (span.end > end) end = span.end
  }
  return { start, end }
}
