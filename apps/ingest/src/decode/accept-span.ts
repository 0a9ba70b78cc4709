import { type Span, spanSchema } from '@hanzo/schema/otlp'
import type { SpanRow } from '@hanzo/schema/row'
import { boundAttributes } from './bound-attributes.ts'
import { cutRemark, limitSpan } from './limited-text.ts'
import type { ResourceOrigin, ScopeOrigin } from './origin.ts'
import { type TimeWindow, timeProblem } from './record-time.ts'
import { accept, parseRecord, type RequestState, remarkTime } from './request-state.ts'
import { spanRowOf } from './span-row.ts'

/**
 * The row of a span; `undefined` when it was rejected, with the reason.
 * @param record a span as it was sent: JSON, or a decoded message.
 */
export function acceptSpan(
  record: unknown,
  state: RequestState,
  resource: ResourceOrigin,
  scope: ScopeOrigin,
): SpanRow | undefined {
  const span = parseRecord(spanSchema, record, state, resource)
  if (!span) return undefined
  const { startTimeUnixNano: start, endTimeUnixNano: end } = span
  if (!accept(state, record, resource, start, spanTimeProblem(state.window, span))) return undefined
  const hasDuration = end > start
  remarkTime(state, resource, hasDuration ? end : start)
  const limited = limitSpan(span)
  if (limited !== span) state.remarks.note(cutRemark, resource)
  const stored = boundAttributes(state, resource, limited.attributes)
  const row = spanRowOf(limited, resource, scope, state.context.project, stored)
  row.gen_ai_is_inference = state.inferences.counts(row)
  return row
}

function spanTimeProblem(
  window: TimeWindow,
  { startTimeUnixNano: start, endTimeUnixNano: end }: Span,
): string | undefined {
  const startProblem = timeProblem(window, 'startTimeUnixNano', start)
  if (startProblem || end <= start) return startProblem
  return timeProblem(window, 'endTimeUnixNano', end)
}
