import type { Span, SpanContext } from '@opentelemetry/api'
import type { ReadableSpan } from '@opentelemetry/sdk-trace'

/** A span of the SDK: written to while it is open, read once it has ended. */
export type SdkSpan = Span & ReadableSpan

/** What is known of an open span. */
export interface SpanRecord {
  span: SdkSpan
  trace: TraceRecord
  /** Where its parent is open in this process as well. */
  parent: SpanRecord | undefined
  /** The first span of its trace in this process: never pruned. */
  isLocalRoot: boolean
  /** Milliseconds since 1970. */
  startedAt: number
  isOpen: boolean
  openChildren: number
  /** Set by `keep()` and by every child that was kept. */
  mustStay: boolean
  /** How many children of each name were kept. */
  repeats: Map<string, number> | undefined
  /** What was pruned below it. */
  prunedCount: number
  prunedMs: number
}

/** What is known of a trace while it has an open span in this process. */
export interface TraceRecord {
  traceId: string
  open: Map<string, SpanRecord>
  /** Spans that were not pruned, from the trace's first span here on. */
  keptCount: number
  /** How many spans of each name were kept below parents that had ended, by parent and name. */
  lateRepeats: Map<string, number> | undefined
  /** The parents of pruned spans, for children that start after their parent's end. */
  prunedParents: Map<string, SpanContext | undefined> | undefined
  /** Not sampled, but one of its spans failed: all of it is sent. */
  isPromoted: boolean
  /** Pruned while it was open whether the trace is sent. */
  prunedUndecided: number
  /** Spans that the limits on waiting pushed out: should the trace fail now, it is incomplete. */
  letGoCount: number
}
