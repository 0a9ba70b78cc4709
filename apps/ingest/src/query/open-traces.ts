import type { TraceSummary } from '@hanzo/schema/api'
import { z } from 'zod'
import { nowParam, ofTraces, stillOpen, WITH_OPEN_COLUMNS } from './open-spans.ts'
import { type QueryContext, runQuery } from './run-query.ts'
import { scoped } from './scope.ts'

const inDays = `timestamp >= fromUnixTimestamp64Milli({from:Int64}, 'UTC') - toIntervalDay({daysBefore:UInt8})
  AND timestamp < fromUnixTimestamp64Milli({to:Int64}, 'UTC') + toIntervalDay(1)`

const OPEN_SPANS_BY_TRACE = `
${WITH_OPEN_COLUMNS}
SELECT
  lower(hex(trace_id)) AS traceId,
  min(tuple(NOT is_root, timestamp, toString(name), toString(service_name))) AS first,
  first.3 AS rootName,
  first.4 AS rootServiceName,
  NOT first.1 AS rootArrived,
  toString(toUnixTimestamp64Nano(min(timestamp))) AS startTimeUnixNano,
  toString(toUnixTimestamp64Nano(max(timestamp))) AS lastStartTimeUnixNano,
  uniqExact(span_id) AS spanCount,
  countIf(NOT is_given_up) > 0 AS isRunning,
  arraySort(groupUniqArray(toString(service_name))) AS serviceNames
FROM ${scoped('running_spans')}
  AND ${stillOpen(`${ofTraces}
  AND ${inDays}`)}
GROUP BY trace_id
LIMIT {limit:UInt32}`

const row = z.object({
  traceId: z.string(),
  rootName: z.string(),
  rootServiceName: z.string(),
  rootArrived: z.coerce.boolean(),
  startTimeUnixNano: z.string(),
  lastStartTimeUnixNano: z.string(),
  spanCount: z.coerce.number(),
  isRunning: z.coerce.boolean(),
  serviceNames: z.array(z.string()),
})
type OpenSpans = z.output<typeof row>

/** Reads what the open spans of traces amount to; traces without one are left out. */
export function summariseOpenSpans(context: QueryContext, params: Record<string, unknown>) {
  return runQuery(context, { sql: OPEN_SPANS_BY_TRACE, params: { ...params, ...nowParam(context) }, row })
}

/** A trace as its ended and its open spans tell together. */
export function withOpenSpans(ended: TraceSummary | undefined, open: OpenSpans, nowMilliseconds: number): TraceSummary {
  const { start, end } = extentOf(ended, open, BigInt(nowMilliseconds) * 1_000_000n)
  const first = ended && isBefore(ended, open) ? ended : open
  return {
    traceId: open.traceId,
    rootName: first.rootName,
    rootServiceName: first.rootServiceName,
    rootArrived: first.rootArrived,
    startTimeUnixNano: String(start),
    durationNanoseconds: String(end - start),
    state: open.isRunning ? 'running' : 'no_end',
    spanCount: (ended?.spanCount ?? 0) + open.spanCount,
    errorCount: ended?.errorCount ?? 0,
    serviceNames: [...new Set([...(ended?.serviceNames ?? []), ...open.serviceNames])].sort(),
    genAiInputTokens: ended?.genAiInputTokens ?? 0,
    genAiOutputTokens: ended?.genAiOutputTokens ?? 0,
    genAiCost: ended?.genAiCost ?? 0,
    genAiInferenceCount: ended?.genAiInferenceCount ?? 0,
    genAiUnpricedCount: ended?.genAiUnpricedCount ?? 0,
  }
}

/** From the first start to now while something runs, else to the last that is known to have happened. */
function extentOf(ended: TraceSummary | undefined, open: OpenSpans, now: bigint) {
  const starts = [BigInt(open.startTimeUnixNano)]
  const ends = [BigInt(open.lastStartTimeUnixNano)]
  if (open.isRunning) ends.push(now)
  if (ended) {
    starts.push(BigInt(ended.startTimeUnixNano))
    ends.push(BigInt(ended.startTimeUnixNano) + BigInt(ended.durationNanoseconds))
  }
  const ascending = (a: bigint, b: bigint): number => (a < b ? -1 : 1)
  return { start: starts.sort(ascending)[0] ?? 0n, end: ends.sort(ascending).at(-1) ?? 0n }
}

/** Whether the root of a trace, or else its earliest span, is among its ended spans. */
function isBefore(ended: TraceSummary, open: OpenSpans): boolean {
  if (ended.rootArrived !== open.rootArrived) return ended.rootArrived
  return BigInt(ended.startTimeUnixNano) <= BigInt(open.startTimeUnixNano)
}
