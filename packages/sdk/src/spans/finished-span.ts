import { type Attributes, type Link, type SpanContext, TraceFlags } from '@opentelemetry/api'
import type { ReadableSpan, TimedEvent } from '@opentelemetry/sdk-trace'
import type { Redactor } from '../redaction/redactor.ts'
import type { RecordedSpan } from './recorded-span.ts'

/** What the pipeline knows of a span that the span itself does not say. */
export interface FinishingNotes {
  /** Attributes to add. */
  added: Attributes | undefined
  /** Its parent was pruned: this is the nearest ancestor that was not; null when there is none. */
  parent: SpanContext | null | undefined
}

type Changes = { -readonly [Key in keyof ReadableSpan]?: ReadableSpan[Key] }

/**
 * The span as processors see it: redacted, with its notes, and marked as sampled. The span itself when nothing of it changes, else a view upon it that
 * hides what changed, so that fields that only some SDK versions have stay readable.
 */
export function finishedSpan(span: ReadableSpan, notes: FinishingNotes, redactor: Redactor): ReadableSpan {
  const changes = redactedParts(span, redactor)
  if (notes.added) changes.attributes = { ...(changes.attributes ?? span.attributes), ...notes.added }
  // The key must exist on the view even when the value is undefined: it hides the pruned parent.
  if (notes.parent !== undefined) Object.assign(changes, { parentSpanContext: notes.parent ?? undefined })
  const context = span.spanContext()
  if ((context.traceFlags & TraceFlags.SAMPLED) === 0) {
    const sampled = { ...context, traceFlags: context.traceFlags | TraceFlags.SAMPLED }
    changes.spanContext = () => sampled
  }
  return isEmpty(changes) ? span : viewOf(span, changes)
}

function redactedParts(span: ReadableSpan, redactor: Redactor): Changes {
  const place = { signal: 'span', spanName: span.name } as const
  const changes: Changes = {}
  const attributes = redactor.attributes(span.attributes, place, (span as Partial<RecordedSpan>).redacted)
  if (attributes !== span.attributes) changes.attributes = attributes
  if (span.events.length > 0) {
    const events = mapChanged(span.events, (event): TimedEvent => withAttributes(event, redactor, span.name))
    if (events !== span.events) changes.events = events
  }
  if (span.links.length > 0) {
    const links = mapChanged(span.links, (link): Link => withAttributes(link, redactor, span.name))
    if (links !== span.links) changes.links = links
  }
  if (span.status.message) {
    const message = redactor.text(span.status.message, { ...place, key: 'status.message' })
    if (message !== span.status.message) changes.status = { ...span.status, message }
  }
  return changes
}

function withAttributes<T extends { attributes?: Attributes }>(part: T, redactor: Redactor, spanName: string): T {
  if (!part.attributes) return part
  const attributes = redactor.attributes(part.attributes, { signal: 'span', spanName })
  return attributes === part.attributes ? part : { ...part, attributes }
}

function mapChanged<T>(items: T[], map: (item: T) => T): T[] {
  const mapped = items.map(map)
  return mapped.every((item, index) => item === items[index]) ? items : mapped
}

function viewOf(span: ReadableSpan, changes: Changes): ReadableSpan {
  const properties: PropertyDescriptorMap = {}
  for (const [key, value] of Object.entries(changes))
    properties[key] = { value, enumerable: true, configurable: true, writable: true }
  return Object.create(span, properties)
}

function isEmpty(changes: Changes): boolean {
  for (const _ in changes) return false
  return true
}
