import type { Receipt, TraceSummary } from '@hanzo/schema/api'
import { z } from 'zod'
import { nowOf, ofTraces } from './open-spans.ts'
import { summariseOpenSpans, withOpenSpans } from './open-traces.ts'
import { joinReceipts, type QueryContext, runQuery } from './run-query.ts'
import { scoped } from './scope.ts'
import type { TimeBounds } from './time-bounds.ts'

const row = z.object({
  traceId: z.string(),
  rootName: z.string(),
  rootServiceName: z.string(),
  rootArrived: z.boolean(),
  startTimeUnixNano: z.string(),
  durationNanoseconds: z.string(),
  spanCount: z.coerce.number(),
  errorCount: z.coerce.number(),
  serviceNames: z.array(z.string()),
  genAiInputTokens: z.coerce.number(),
  genAiOutputTokens: z.coerce.number(),
  genAiCost: z.number(),
  genAiInferenceCount: z.coerce.number(),
  genAiUnpricedCount: z.coerce.number(),
})

const TRACE_SUMMARIES = `
SELECT
  lower(hex(trace_id)) AS traceId,
  min(root) AS first,
  first.name AS rootName,
  first.service_name AS rootServiceName,
  NOT first.has_parent AS rootArrived,
  toString(toUnixTimestamp64Nano(min(start_timestamp))) AS startTimeUnixNano,
  toString(toUnixTimestamp64Nano(max(end_timestamp)) - toUnixTimestamp64Nano(min(start_timestamp))) AS durationNanoseconds,
  sum(span_count) AS spanCount,
  sum(error_count) AS errorCount,
  arraySort(groupUniqArrayArray(service_names)) AS serviceNames,
  sum(trace_index.gen_ai_input_tokens) AS genAiInputTokens,
  sum(trace_index.gen_ai_output_tokens) AS genAiOutputTokens,
  sum(trace_index.gen_ai_cost) AS genAiCost,
  sum(trace_index.gen_ai_inference_count) AS genAiInferenceCount,
  sum(trace_index.gen_ai_unpriced_count) AS genAiUnpricedCount
FROM ${scoped('trace_index')}
  AND ${ofTraces}
  AND day BETWEEN toDate(fromUnixTimestamp64Milli({from:Int64}, 'UTC')) - {daysBefore:UInt8}
    AND toDate(fromUnixTimestamp64Milli({to:Int64}, 'UTC')) + 1
GROUP BY trace_id
LIMIT {limit:UInt32}`

/** A trace that lasts longer shows only its later part in lists; the trace itself is read whole. */
const daysBefore = 2

/** Reads what whole traces amount to, of traces with a span in the bounds. */
export async function summariseTraces(
  context: QueryContext,
  traceIds: readonly string[],
  bounds: TimeBounds,
): Promise<{ traces: Map<string, TraceSummary>; receipt: Receipt }> {
  const params = {
    traceIds,
    daysBefore,
    from: bounds.fromMilliseconds,
    to: bounds.toMilliseconds,
    limit: traceIds.length,
  }
  const [ended, open] = await Promise.all([
    runQuery(context, { sql: TRACE_SUMMARIES, params, row }),
    summariseOpenSpans(context, params),
  ])
  const traces = new Map<string, TraceSummary>(ended.rows.map((trace) => [trace.traceId, trace]))
  for (const spans of open.rows) {
    traces.set(spans.traceId, withOpenSpans(traces.get(spans.traceId), spans, nowOf(context)))
  }
  return { traces, receipt: joinReceipts(ended.receipt, open.receipt) }
}
