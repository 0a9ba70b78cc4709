import type { Attributes } from '@opentelemetry/api'
import type { ReadableSpan } from '@opentelemetry/sdk-trace'

/** What may wait for the verdict over its trace. The trace that waits longest gives way first. */
export interface HoldLimits {
  traces: number
  spansPerTrace: number
  /** Estimated: the characters of names and attributes, and a fixed sum for each span and event. */
  bytes: number
  ageMs: number
}

export const defaultHoldLimits: HoldLimits = {
  traces: 1000,
  spansPerTrace: 1000,
  bytes: 8 * 1024 * 1024,
  ageMs: 5 * 60_000,
}

/** A span that waits, and what is to be told of it when it goes out. */
export interface HeldSpan<Notes> {
  span: ReadableSpan
  notes: Notes
}

/** Ended spans of traces that were not sampled. Each trace is either taken out to be sent, or let go; what the limits push out is let go. */
export interface HeldSpans<Notes> {
  hold(traceId: string, held: HeldSpan<Notes>, now: number): void
  /** Oldest first. */
  take(traceId: string): HeldSpan<Notes>[]
  letGo(traceId: string): void
  letGoOlderThan(time: number): void
  letGoAll(): void
  readonly traceCount: number
  readonly bytes: number
}

interface HeldTrace<Notes> {
  since: number
  bytes: number
  spans: (HeldSpan<Notes> & { bytes: number })[]
}

export function createHeldSpans<Notes>(
  limits: HoldLimits,
  onLetGo: (traceId: string, count: number) => void,
): HeldSpans<Notes> {
  const traces = new Map<string, HeldTrace<Notes>>()
  let bytes = 0

  function remove(traceId: string): HeldTrace<Notes> | undefined {
    const trace = traces.get(traceId)
    if (!trace) return undefined
    traces.delete(traceId)
    bytes -= trace.bytes
    return trace
  }
  function letGo(traceId: string): void {
    const trace = remove(traceId)
    if (trace) onLetGo(traceId, trace.spans.length)
  }
  function shorten(traceId: string, trace: HeldTrace<Notes>): void {
    // The oldest are the deepest: children end before their parents, so what stays is still one tree.
    const dropped = trace.spans.shift()
    if (!dropped) return
    trace.bytes -= dropped.bytes
    bytes -= dropped.bytes
    onLetGo(traceId, 1)
  }

  return {
    hold(traceId, held, now) {
      let trace = traces.get(traceId)
      if (!trace) {
        trace = { since: now, bytes: 0, spans: [] }
        traces.set(traceId, trace)
      }
      const size = estimateBytes(held.span)
      trace.spans.push({ ...held, bytes: size })
      trace.bytes += size
      bytes += size
      while (trace.spans.length > limits.spansPerTrace) shorten(traceId, trace)
      for (const [oldest] of traces) {
        if (traces.size <= limits.traces && (bytes <= limits.bytes || traces.size === 1)) break
        letGo(oldest)
      }
      while (bytes > limits.bytes && trace.spans.length > 0) shorten(traceId, trace)
    },
    take: (traceId) => remove(traceId)?.spans ?? [],
    letGo,
    letGoOlderThan(time) {
      for (const [traceId, trace] of traces) if (trace.since < time) letGo(traceId)
    },
    letGoAll() {
      for (const traceId of [...traces.keys()]) letGo(traceId)
    },
    get traceCount() {
      return traces.size
    },
    get bytes() {
      return bytes
    },
  }
}

const spanBytes = 600
const eventBytes = 100

function estimateBytes(span: ReadableSpan): number {
  let bytes = spanBytes + span.name.length + attributeBytes(span.attributes)
  for (const event of span.events) bytes += eventBytes + attributeBytes(event.attributes)
  for (const link of span.links) bytes += eventBytes + attributeBytes(link.attributes)
  return bytes
}

function attributeBytes(attributes: Attributes | undefined): number {
  let bytes = 0
  for (const key in attributes) bytes += 40 + valueBytes(attributes[key])
  return bytes
}

function valueBytes(value: unknown): number {
  if (typeof value === 'string') return value.length
  if (value instanceof Uint8Array) return value.byteLength
  if (Array.isArray(value)) return value.reduce<number>((sum, item) => sum + 8 + valueBytes(item), 0)
  if (typeof value !== 'object' || value === null) return 8
  return Object.values(value).reduce<number>((sum, item) => sum + 40 + valueBytes(item), 0)
}
