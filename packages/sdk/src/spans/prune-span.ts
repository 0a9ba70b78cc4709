import { SpanKind, SpanStatusCode } from '@opentelemetry/api'
import type { ReadableSpan } from '@opentelemetry/sdk-trace'
import type { ResolvedPruning } from './span-pipeline.ts'
import type { SpanRecord } from './trace-record.ts'

/** Names, and pruned spans, remembered for children that start after their parent's end. */
const lateEntriesMax = 1000

/** Attributes of calls whose instrumentation hands the trace on: the other side has this span as its parent. */
const callAttributes = ['http.request.method', 'http.method', 'rpc.system', 'rpc.system.name', 'messaging.system']

/**
 * Decides about a span when it ends, and counts it. Children end before their parents, so a span whose child was kept is known here, and trees stay whole
 * without anything being held back: kept are the first span of a trace in this process, failed ones, ones whose id is known elsewhere, and ones with a kept
 * or an open child. The others go when they are too short, when their parent has enough of their name, or when their trace is full.
 * @returns whether the span is left out.
 */
export function pruneSpan(record: SpanRecord, span: ReadableSpan, pruning: ResolvedPruning): boolean {
  const isSurplus = pruning.enabled && !mustStay(record, span) && exceeds(record, span, pruning)
  if (isSurplus) leaveOut(record, span)
  else count(record, span)
  return isSurplus
}

function mustStay(record: SpanRecord, span: ReadableSpan): boolean {
  return record.isLocalRoot || record.mustStay || record.openChildren > 0 || span.status.code === SpanStatusCode.ERROR
}

function exceeds(record: SpanRecord, span: ReadableSpan, pruning: ResolvedPruning): boolean {
  const isSurplus =
    record.trace.keptCount >= pruning.maxSpansPerTrace ||
    repeatsOf(record, span) >= pruning.maxRepeats ||
    (pruning.minDurationMs > 0 && durationMs(span) < pruning.minDurationMs)
  return isSurplus && !handedOn(span)
}

function handedOn({ kind, attributes }: ReadableSpan): boolean {
  return (
    kind === SpanKind.PRODUCER ||
    (kind === SpanKind.CLIENT && callAttributes.some((key) => attributes[key] !== undefined))
  )
}

function repeatsOf(record: SpanRecord, span: ReadableSpan): number {
  const kept = record.parent ? record.parent.repeats?.get(span.name) : record.trace.lateRepeats?.get(lateKey(span))
  return kept ?? 0
}

function count(record: SpanRecord, span: ReadableSpan): void {
  const { parent, trace } = record
  trace.keptCount++
  if (parent) {
    parent.mustStay = true
    parent.repeats ??= new Map()
    increment(parent.repeats, span.name)
  } else if (!record.isLocalRoot) {
    trace.lateRepeats ??= new Map()
    increment(trace.lateRepeats, lateKey(span))
  }
}

function increment(counts: Map<string, number>, key: string): void {
  const before = counts.get(key)
  if (before !== undefined || counts.size < lateEntriesMax) counts.set(key, (before ?? 0) + 1)
}

function lateKey(span: ReadableSpan): string {
  return `${span.parentSpanContext?.spanId}${span.name}`
}

/** Adds a span, and what was pruned below it, to the nearest ancestor that can still tell of it. */
function leaveOut(record: SpanRecord, span: ReadableSpan): void {
  let ancestor = record.parent
  while (ancestor && !ancestor.isOpen) ancestor = ancestor.parent
  if (ancestor) {
    ancestor.prunedCount += 1 + record.prunedCount
    ancestor.prunedMs += durationMs(span)
  }
  record.trace.prunedParents ??= new Map()
  const { prunedParents } = record.trace
  if (prunedParents.size < lateEntriesMax) prunedParents.set(span.spanContext().spanId, span.parentSpanContext)
}

function durationMs({ duration: [seconds, nanoseconds] }: ReadableSpan): number {
  return seconds * 1000 + nanoseconds / 1e6
}
