import type { SpanContext } from '@opentelemetry/api'
import { createEndedTraces, type EndedTrace } from './ended-traces.ts'
import type { SdkSpan, SpanRecord, TraceRecord } from './trace-record.ts'

/** Open spans that are followed. Spans above it are neither pruned nor looked after, and go out as they end. */
export const trackedSpansMax = 20_000

const endedTracesMax = 1000

/** The open spans of this process by trace. Of a trace without open spans it keeps two facts, of the last 1000 to 2000 such traces. */
export interface SpanRegistry {
  /** @returns undefined when too many are open already. */
  start(span: SdkSpan, startedAt: number): SpanRecord | undefined
  /** Takes a span out when it ends. */
  end(context: SpanContext): SpanRecord | undefined
  find(context: SpanContext): SpanRecord | undefined
  trace(traceId: string): TraceRecord | undefined
  /** Forgets a trace that has no open span left. */
  close(trace: TraceRecord): void
  /** Whether a trace that is over was sent because it failed. */
  wasPromoted(traceId: string): boolean
  startedBefore(time: number): SpanRecord[]
  readonly size: number
}

export function createSpanRegistry(): SpanRegistry {
  const traces = new Map<string, TraceRecord>()
  const ended = createEndedTraces(endedTracesMax)
  let size = 0

  return {
    start(span, startedAt) {
      if (size >= trackedSpansMax) return undefined
      size++
      const { traceId, spanId } = span.spanContext()
      const known = traces.get(traceId)
      // A trace that starts here has no past to look for.
      const before = known || !span.parentSpanContext ? undefined : ended.take(traceId)
      const trace = known ?? newTraceRecord(traceId, before)
      if (!known) traces.set(traceId, trace)
      const record = newSpanRecord(span, trace, startedAt, known !== undefined || before !== undefined)
      trace.open.set(spanId, record)
      return record
    },
    end({ traceId, spanId }) {
      const record = traces.get(traceId)?.open.get(spanId)
      if (!record) return undefined
      size--
      record.trace.open.delete(spanId)
      record.isOpen = false
      if (record.parent) record.parent.openChildren--
      return record
    },
    find: ({ traceId, spanId }) => traces.get(traceId)?.open.get(spanId),
    trace: (traceId) => traces.get(traceId),
    close({ traceId, keptCount, isPromoted }) {
      traces.delete(traceId)
      ended.add(traceId, { keptCount, isPromoted })
    },
    wasPromoted: (traceId) => (traces.get(traceId) ?? ended.get(traceId))?.isPromoted ?? false,
    startedBefore: (time) =>
      [...traces.values()].flatMap((trace) => [...trace.open.values()].filter((record) => record.startedAt < time)),
    get size() {
      return size
    },
  }
}

function newTraceRecord(traceId: string, before: EndedTrace | undefined): TraceRecord {
  return {
    traceId,
    open: new Map(),
    keptCount: before?.keptCount ?? 0,
    lateRepeats: undefined,
    prunedParents: undefined,
    isPromoted: before?.isPromoted ?? false,
    prunedUndecided: 0,
    letGoCount: 0,
  }
}

function newSpanRecord(span: SdkSpan, trace: TraceRecord, startedAt: number, isKnownTrace: boolean): SpanRecord {
  const parentContext = span.parentSpanContext
  const parent = parentContext && trace.open.get(parentContext.spanId)
  if (parent) parent.openChildren++
  return {
    span,
    trace,
    parent,
    isLocalRoot: parentContext === undefined || parentContext.isRemote === true || !isKnownTrace,
    startedAt,
    isOpen: true,
    openChildren: 0,
    mustStay: false,
    repeats: undefined,
    prunedCount: 0,
    prunedMs: 0,
  }
}
