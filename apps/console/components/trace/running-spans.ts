import type { SpanSummary, TraceDetail } from '@hanzo/schema/api'
import { lastedNanoseconds } from '@/lib/open-span.ts'
import { arrivingSpansMost } from './trace-queries.ts'

/** Whether the waterfall moves with the clock. A large trace moves when it is read again: its tree costs too much for each second. */
export function movesWithClock(trace: TraceDetail | undefined): boolean {
  return trace?.state === 'running' && trace.spanCount <= arrivingSpansMost
}

/**
 * The spans of a trace, those that run as long as they have lasted until now.
 * @param now milliseconds since the epoch; 0 leaves what the server counted.
 */
export function spansUntil(trace: TraceDetail, now: number): readonly SpanSummary[] {
  if (trace.state !== 'running' || now === 0) return trace.spans
  return trace.spans.map((span) =>
    span.state === 'running'
      ? { ...span, durationNanoseconds: String(Math.round(lastedNanoseconds(span, now))) }
      : span,
  )
}
