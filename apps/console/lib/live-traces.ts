import type { SpanSummary, TraceSummary } from '@hanzo/schema/api'
import { compareDecimal } from './compare-decimal.ts'
import { openStateOf, tellsMore } from './open-span.ts'

/**
 * Traces as far as the spans tell that have arrived: the trace whose span came last is first.
 * @param spans newest first, at most a few thousand; a span that came twice counts once.
 */
export function tracesOfSpans(spans: readonly SpanSummary[]): TraceSummary[] {
  const spansOf = new Map<string, Map<string, SpanSummary>>()
  for (const span of spans) {
    const known = spansOf.get(span.traceId) ?? new Map<string, SpanSummary>()
    const other = known.get(span.spanId)
    if (!other || tellsMore(span, other)) known.set(span.spanId, span)
    spansOf.set(span.traceId, known)
  }
  return [...spansOf.values()].map((known) => summarize([...known.values()]))
}

/**
 * Live and stored traces as one list, the latest start first. Of two accounts of one trace the one with more spans is taken, of equal ones
 * the one in which less is open.
 */
export function mergeTraces(live: readonly TraceSummary[], stored: readonly TraceSummary[]): TraceSummary[] {
  const byId = new Map(stored.map((trace) => [trace.traceId, trace]))
  for (const trace of live) {
    const other = byId.get(trace.traceId)
    const isNews = !other || other.spanCount < trace.spanCount
    if (isNews || (other.spanCount === trace.spanCount && other.state !== undefined && trace.state === undefined)) {
      byId.set(trace.traceId, trace)
    }
  }
  return [...byId.values()].sort((a, b) => compareDecimal(b.startTimeUnixNano, a.startTimeUnixNano))
}

function summarize(spans: readonly SpanSummary[]): TraceSummary {
  const byStart = spans.toSorted((a, b) => compareDecimal(a.startTimeUnixNano, b.startTimeUnixNano))
  const first = byStart[0] as SpanSummary
  const root = byStart.find((span) => span.parentSpanId === '')
  const start = BigInt(first.startTimeUnixNano)
  let end = start
  for (const span of spans) {
    const spanEnd = BigInt(span.startTimeUnixNano) + BigInt(span.durationNanoseconds)
    if (spanEnd > end) end = spanEnd
  }
  // Spans above them repeat their tokens: counted once, as the server counts.
  const calls = spans.filter((span) => span.genAi?.isInference)
  return {
    traceId: first.traceId,
    rootName: (root ?? first).name,
    rootServiceName: (root ?? first).serviceName,
    rootArrived: root !== undefined,
    startTimeUnixNano: String(start),
    durationNanoseconds: String(end - start),
    state: openStateOf(spans),
    spanCount: spans.length,
    errorCount: spans.filter((span) => span.status === 'error').length,
    serviceNames: [...new Set(byStart.map((span) => span.serviceName))],
    genAiInputTokens: calls.reduce((sum, span) => sum + span.genAiInputTokens, 0),
    genAiOutputTokens: calls.reduce((sum, span) => sum + span.genAiOutputTokens, 0),
    genAiCost: calls.reduce((sum, { genAi }) => sum + (genAi?.cost ?? 0), 0),
    genAiInferenceCount: calls.length,
    genAiUnpricedCount: calls.filter(({ genAi }) => genAi?.costSource === 'unpriced').length,
  }
}
