import { type OpenSpanState, openSpanStateSchema, type SpanFilter } from '@hanzo/schema/api'
import type { Conditions } from './conditions.ts'
import type { QueryContext } from './run-query.ts'
import { scoped } from './scope.ts'
import { spanSearch } from './search-filter.ts'
import { mayPass, searchConditions } from './span-filter.ts'
import { SPAN_START_SUMMARY, spanSummaryRow } from './span-summary.ts'

/**
 * What `spans` has and a start does not, under the same names: filters and columns of spans hold for open ones.
 * The duration is the one so far.
 */
export const WITH_OPEN_COLUMNS = `WITH
  toUInt8(0) AS status_code,
  '' AS status_message,
  end_expected_by < fromUnixTimestamp64Nano({now:Int64}, 'UTC') AS is_given_up,
  toUInt64(if(is_given_up, 0, greatest(0, {now:Int64} - toUnixTimestamp64Nano(timestamp)))) AS duration_nanoseconds`

export const OPEN_SPAN_STATE = `if(is_given_up, 'no_end', 'running') AS state`

export const OPEN_SPAN_SUMMARY = `${SPAN_START_SUMMARY},
  ${OPEN_SPAN_STATE},
  0 AS eventCount`

export const openSpanRow = spanSummaryRow.extend({ state: openSpanStateSchema })

/** Starts whose end has left no mark in the table. Most pairs are gone from it; of those that wait for a merge the end is beside the start. */
export function notTaken(range: string): string {
  return `${range}
  AND sign = 1
  AND (trace_id, span_id) NOT IN (
    SELECT trace_id, span_id FROM ${scoped('running_spans')}
      AND ${range} AND sign = -1)`
}

/**
 * Starts whose end has not arrived, with a mark or without one: those that are left are looked for among the spans, in the minutes and traces
 * that they have. For questions with few of them.
 * @param range what bounds the question, of starts and of marks: a time range, or traces.
 * @param starts further conditions of starts alone.
 */
export function stillOpen(range: string, starts = ''): string {
  const left = (column: string): string => `SELECT ${column} FROM ${scoped('running_spans')}
        AND ${notTaken(range)}${starts}`
  return `${notTaken(range)}${starts}
  AND (trace_id, span_id) NOT IN (
    SELECT trace_id, span_id FROM ${scoped('spans')}
      AND toStartOfMinute(timestamp) IN (${left('toStartOfMinute(timestamp)')})
      AND trace_id IN (${left('trace_id')}))`
}

/** Nanoseconds, for `{now:Int64}`. */
export function nowParam(context: QueryContext): { now: string } {
  return { now: String(BigInt(nowOf(context)) * 1_000_000n) }
}

export function nowOf(context: QueryContext): number {
  return context.nowMilliseconds ?? Date.now()
}

/** The filter of spans for open ones. */
export function openSpanConditions(filter: SpanFilter): Conditions {
  return searchConditions(spanSearch(filter), 'running_spans')
}

/** A filter that asks only how spans ended asks for none that has not. */
export function wantsOpenSpans(filter: SpanFilter): boolean {
  return mayPass(spanSearch(filter), 'running_spans')
}

/** A filter that asks only for what runs asks for none that has ended. */
export function wantsEndedSpans(filter: SpanFilter): boolean {
  return mayPass(spanSearch(filter), 'spans')
}

/** The answer where such spans are not asked for. */
export const noSpans: { rows: []; receipts: [] } = { rows: [], receipts: [] }

/** One state for many spans: something runs, or something will not end. */
export function stateOf(states: Iterable<OpenSpanState | undefined>): OpenSpanState | undefined {
  let given: OpenSpanState | undefined
  for (const state of states) {
    if (state === 'running') return state
    given ??= state
  }
  return given
}

export const ofTraces = 'trace_id IN (SELECT toFixedString(unhex(arrayJoin({traceIds:Array(String)})), 16))'
