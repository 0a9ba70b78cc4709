import { type Context, type SpanContext, SpanStatusCode, TraceFlags } from '@opentelemetry/api'
import type { ReadableSpan } from '@opentelemetry/sdk-trace'
import { type FinishingNotes, finishedSpan } from './finished-span.ts'
import { createHeldSpans, defaultHoldLimits, type HeldSpans, type HoldLimits } from './held-spans.ts'
import { createLeakSweep, type LeakSweep } from './leak-sweep.ts'
import { messageOf } from './message-of.ts'
import { pruneSpan } from './prune-span.ts'
import { createSpanFanOut, type SpanFanOut } from './span-fan-out.ts'
import type { SpanPipeline, SpanPipelineCounts, SpanPipelineOptions } from './span-pipeline.ts'
import { createSpanRegistry, trackedSpansMax } from './span-registry.ts'
import type { SdkSpan, SpanRecord, TraceRecord } from './trace-record.ts'

/**
 * Order of decisions about a span that ends: pruned or kept; sampled, sent because its trace failed, or held until that is known; redacted; handed on.
 * A trace that was not sampled is decided by the first span of it that fails, and goes out whole from there on; it is let go when its last open span here
 * ends, or when it exceeds `holdLimits`: then a later failure sends what is left of it and reports `failed_trace_incomplete`.
 * @param holdLimits what may wait, over all traces that were not sampled.
 */
export function createSpanPipeline(
  options: SpanPipelineOptions,
  holdLimits: HoldLimits = defaultHoldLimits,
): SpanPipeline {
  const spans = new SpanFlow(options, holdLimits)
  // Own functions, so that the pipeline can be spread or taken apart.
  return {
    onStart: (span: SdkSpan, parentContext) => spans.onStart(span, parentContext),
    onEnding: (span: SdkSpan) => spans.fanOut.onEnding(span),
    onEnd: (span: ReadableSpan) => spans.onEnd(span),
    forceFlush: () => spans.fanOut.forceFlush(),
    shutdown: () => spans.shutdown(),
    add: (processor) => spans.fanOut.add(processor),
    keep: (spanContext) => spans.keep(spanContext),
    close: () => spans.close(),
    counts: () => spans.counts(),
  }
}

class SpanFlow {
  readonly #options: SpanPipelineOptions
  readonly #holdLimits: HoldLimits
  readonly #now: () => number
  readonly fanOut: SpanFanOut
  readonly #registry = createSpanRegistry()
  readonly #held: HeldSpans<FinishingNotes>
  readonly #sweep: LeakSweep
  readonly #counts = { started: 0, ended: 0, pruned: 0, unsampled: 0, failed: 0 }

  constructor(options: SpanPipelineOptions, holdLimits: HoldLimits) {
    this.#options = options
    this.#holdLimits = holdLimits
    this.#now = options.now ?? Date.now
    this.fanOut = createSpanFanOut(options.diagnostics)
    this.#held = createHeldSpans<FinishingNotes>(holdLimits, (traceId, count) => {
      this.#counts.unsampled += count
      const trace = this.#registry.trace(traceId)
      if (trace) trace.letGoCount += count
    })
    this.#sweep = createLeakSweep(Math.min(options.pruning.maxSpanAgeMs, holdLimits.ageMs), () => this.#look())
  }

  onStart(span: SdkSpan, parentContext: Context): void {
    this.#counts.started++
    try {
      this.#options.onStart(span, parentContext)
      if (!this.#registry.start(span, this.#now())) {
        this.#report(
          'too_many_open_spans',
          `more than ${trackedSpansMax} spans are open; further ones are not followed`,
        )
      }
      this.#sweep.ensure()
    } catch (error) {
      this.#report('span_start_failed', `a span could not be prepared: ${messageOf(error)}`)
    }
    this.fanOut.onStart(span, parentContext)
  }

  onEnd(span: ReadableSpan): void {
    this.#counts.ended++
    this.#options.onEnded?.(span)
    const record = this.#registry.end(span.spanContext())
    if (!record) {
      this.#decide(span, undefined, { added: undefined, parent: undefined })
      return
    }
    const { trace } = record
    if (!pruneSpan(record, span, this.#options.pruning)) this.#decide(span, trace, notesOf(record, span))
    else if (isSampled(span) || trace.isPromoted) this.#counts.pruned++
    else trace.prunedUndecided++
    if (trace.open.size === 0) this.#settle(trace)
  }

  #decide(span: ReadableSpan, trace: TraceRecord | undefined, notes: FinishingNotes): void {
    const { traceId } = span.spanContext()
    if (isSampled(span)) this.#emit(span, notes)
    else if (!this.#options.keepErrors) this.#counts.unsampled++
    else if (trace?.isPromoted ?? this.#registry.wasPromoted(traceId)) this.#emit(span, notes)
    else if (span.status.code === SpanStatusCode.ERROR) {
      this.#promote(traceId, trace)
      this.#emit(span, notes)
    } else if (trace) this.#held.hold(traceId, { span, notes }, this.#now())
    else this.#counts.unsampled++
  }

  #promote(traceId: string, trace: TraceRecord | undefined): void {
    if (trace) {
      trace.isPromoted = true
      this.#counts.pruned += trace.prunedUndecided
      trace.prunedUndecided = 0
      if (trace.letGoCount > 0) {
        const message = 'a trace that was not sampled failed after part of it could not wait any longer'
        this.#report('failed_trace_incomplete', message, trace.letGoCount)
      }
    }
    for (const { span, notes } of this.#held.take(traceId)) this.#emit(span, notes)
  }

  #settle(trace: TraceRecord): void {
    this.#held.letGo(trace.traceId)
    this.#counts.unsampled += trace.prunedUndecided
    this.#registry.close(trace)
  }

  #emit(span: ReadableSpan, notes: FinishingNotes): void {
    let finished: ReadableSpan
    try {
      finished = finishedSpan(span, notes, this.#options.redactor)
    } catch (error) {
      this.#counts.failed++
      this.#report('span_failed', `a span could not be redacted and was dropped: ${messageOf(error)}`, 1)
      return
    }
    this.fanOut.onEnd(finished)
  }

  /** @returns whether there are open spans left to look after. */
  #look(): boolean {
    const { enabled, maxSpanAgeMs } = this.#options.pruning
    const now = this.#now()
    const leaked = enabled && maxSpanAgeMs > 0 ? this.#registry.startedBefore(now - maxSpanAgeMs) : []
    for (const record of leaked) this.#endLeaked(record)
    if (leaked.length > 0) {
      this.#report(
        'spans_leaked',
        `spans were open for more than ${maxSpanAgeMs} ms and have been ended`,
        leaked.length,
      )
    }
    this.#held.letGoOlderThan(now - this.#holdLimits.ageMs)
    return this.#registry.size > 0
  }

  #endLeaked(record: SpanRecord): void {
    try {
      record.span.setAttribute('hanzo.leaked', true)
      record.span.end()
    } catch (error) {
      this.#report('span_failed', `a leaked span could not be ended: ${messageOf(error)}`)
    }
    // Only a span whose end() does not reach us is still here; it must not stay for ever.
    if (record.isOpen && this.#registry.end(record.span.spanContext()) && record.trace.open.size === 0)
      this.#settle(record.trace)
  }

  #report(code: string, message: string, count?: number): void {
    this.#options.diagnostics.report({ level: 'warn', code, message, count })
  }

  keep(spanContext: SpanContext): void {
    const record = this.#registry.find(spanContext)
    if (record) record.mustStay = true
  }

  shutdown(): Promise<void> {
    this.close()
    this.#held.letGoAll()
    return this.fanOut.shutdown()
  }

  close(): void {
    this.#sweep.close()
  }

  counts(): SpanPipelineCounts {
    const { started, ended, pruned, unsampled, failed } = this.#counts
    return { started, ended, open: started - ended, dropped: { pruned, unsampled, failed } }
  }
}

function isSampled(span: ReadableSpan): boolean {
  return (span.spanContext().traceFlags & TraceFlags.SAMPLED) !== 0
}

function notesOf(record: SpanRecord, span: ReadableSpan): FinishingNotes {
  return { added: prunedAttributes(record), parent: parentKept(span, record.trace) }
}

function prunedAttributes({ prunedCount, prunedMs }: SpanRecord) {
  if (prunedCount === 0) return undefined
  return { 'hanzo.pruned.count': prunedCount, 'hanzo.pruned.duration_ms': Math.round(prunedMs * 1000) / 1000 }
}

/** The nearest ancestor that was not pruned, where the parent was; a child that starts after its parent's end can have such a parent. */
function parentKept(span: ReadableSpan, { prunedParents }: TraceRecord): SpanContext | null | undefined {
  let parent = span.parentSpanContext
  if (!prunedParents || !parent || !prunedParents.has(parent.spanId)) return undefined
  while (parent && prunedParents.has(parent.spanId)) parent = prunedParents.get(parent.spanId)
  return parent ?? null
}
