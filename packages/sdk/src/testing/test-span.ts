import { type Attributes, SpanKind, SpanStatusCode } from '@opentelemetry/api'
import type { ReadableSpan } from '@opentelemetry/sdk-trace'

/** An ended span, plain: it can be compared with `toEqual` and `toMatchObject`. */
export interface TestSpan {
  name: string
  kind: 'INTERNAL' | 'SERVER' | 'CLIENT' | 'PRODUCER' | 'CONSUMER'
  traceId: string
  spanId: string
  parentSpanId: string | undefined
  /** Milliseconds since 1970. */
  startTime: number
  durationMs: number
  status: 'UNSET' | 'OK' | 'ERROR'
  statusMessage: string | undefined
  attributes: Attributes
  events: { name: string; attributes: Attributes }[]
  links: { traceId: string; spanId: string; attributes: Attributes }[]
}

export function toTestSpan(span: ReadableSpan): TestSpan {
  const { traceId, spanId } = span.spanContext()
  return {
    name: span.name,
    kind: SpanKind[span.kind] as TestSpan['kind'],
    traceId,
    spanId,
    parentSpanId: span.parentSpanContext?.spanId,
    startTime: milliseconds(span.startTime),
    durationMs: milliseconds(span.duration),
    status: SpanStatusCode[span.status.code] as TestSpan['status'],
    statusMessage: span.status.message,
    attributes: { ...span.attributes },
    events: span.events.map(({ name, attributes }) => ({ name, attributes: { ...attributes } })),
    links: span.links.map(({ context, attributes }) => ({
      traceId: context.traceId,
      spanId: context.spanId,
      attributes: { ...attributes },
    })),
  }
}

function milliseconds([seconds, nanoseconds]: readonly [number, number]): number {
  return seconds * 1000 + nanoseconds / 1e6
}

/** The names of spans, each below its parent and indented by two spaces, in the order in which they started. */
export function drawSpanTree(spans: readonly TestSpan[]): string {
  const ids = new Set(spans.map(({ spanId }) => spanId))
  const byStart = [...spans].sort((one, other) => one.startTime - other.startTime)
  const draw = (parent: string | undefined, indent: string): string[] =>
    byStart
      .filter(({ parentSpanId }) => (parentSpanId && ids.has(parentSpanId) ? parentSpanId : undefined) === parent)
      .flatMap(({ name, spanId }) => [indent + name, ...draw(spanId, `${indent}  `)])
  return draw(undefined, '').join('\n')
}
