import type { TraceDetail } from '@hanzo/schema/api'
import { z } from 'zod'
import { NotFoundError } from '../errors.ts'
import { joinReceipts, type QueryContext, runQuery } from './run-query.ts'
import { scoped } from './scope.ts'
import { SPAN_SUMMARY, spanSummaryRow } from './span-summary.ts'

export const traceSpansMax = 100_000

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

/**
 * Finds where a trace is, whatever its time.
 * @throws {NotFoundError}
 */
export async function findTrace(context: QueryContext, traceId: string) {
  const { rows, receipt } = await runQuery(context, { sql: TRACE_BOUNDS, params: { traceId }, row: boundsRow })
  const [trace] = rows
  if (!trace) throw new NotFoundError('no trace has this id', { traceId })
  return { ...trace, receipt }
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

/**
 * Reads the structure of one trace.
 * @param traceId 32 lower-case hex characters.
 * @returns spans by start time, each span id once, at most `traceSpansMax`.
 * @throws {NotFoundError}
 */
export async function getTrace(
  context: QueryContext,
  traceId: string,
  spansMax: number = traceSpansMax,
): Promise<TraceDetail> {
  const trace = await findTrace(context, traceId)
  const { rows, receipt } = await runQuery(context, {
    sql: TRACE_SPANS,
    params: { traceId, start: trace.startTimeUnixNano, end: trace.endTimeUnixNano, limit: spansMax + 1 },
    row: spanSummaryRow,
  })
  const truncated = rows.length > spansMax
  return {
    traceId,
    startTimeUnixNano: trace.startTimeUnixNano,
    durationNanoseconds: String(BigInt(trace.endTimeUnixNano) - BigInt(trace.startTimeUnixNano)),
    // A span that a client sent twice is counted twice by the index.
    spanCount: truncated ? trace.spanCount : rows.length,
    truncated,
    spans: truncated ? rows.slice(0, spansMax) : rows,
    receipt: joinReceipts(trace.receipt, receipt),
  }
}
