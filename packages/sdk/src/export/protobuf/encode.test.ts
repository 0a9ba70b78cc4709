import { ROOT_CONTEXT, type SpanContext, type SpanKind, TraceFlags, trace } from '@opentelemetry/api'
import { type LogRecord, SeverityNumber } from '@opentelemetry/api-logs'
import { TraceState } from '@opentelemetry/core'
import { ProtobufLogsSerializer, ProtobufTraceSerializer } from '@opentelemetry/otlp-transformer'
import { resourceFromAttributes } from '@opentelemetry/resources'
import { LoggerProvider, type ReadableLogRecord } from '@opentelemetry/sdk-logs'
import { type ReadableSpan, TracerProvider } from '@opentelemetry/sdk-trace'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { encodeLogs } from './encode-logs.ts'
import { encodeSpans } from './encode-spans.ts'
import { ProtobufWriter } from './protobuf-writer.ts'

const text = fc.oneof(
  fc.string({ maxLength: 60 }),
  fc.string({ unit: 'binary', maxLength: 60 }),
  fc.string({ minLength: 100, maxLength: 400 }),
  fc.constantFrom('a'.repeat(127), 'a'.repeat(128), 'ü'.repeat(64), '€'.repeat(5461), '€'.repeat(5462), '\ud800', ''),
)
const number = fc.oneof(
  fc.integer(),
  fc.double(),
  fc.constantFrom(0, -0, -1, 127, 128, 2 ** 31, 2 ** 53 - 1, 2 ** 53, 2 ** 62, 2 ** 63, -(2 ** 63), Number.NaN),
)
const scalar = fc.oneof(text, number, fc.boolean())
const attributes = fc.dictionary(text, fc.oneof(scalar, fc.array(fc.oneof(text, fc.constant(null)), { maxLength: 5 })))
const { anything } = fc.letrec<{ anything: unknown }>((tie) => ({
  anything: fc.oneof(
    { depthSize: 'small' },
    scalar,
    fc.constantFrom(null, undefined),
    fc.uint8Array({ maxLength: 300 }),
    fc.array(tie('anything'), { maxLength: 4 }),
    fc.dictionary(text, tie('anything'), { maxKeys: 4 }),
  ),
}))
const hex = (size: number) =>
  fc.uint8Array({ minLength: size, maxLength: size }).map((bytes) => Buffer.from(bytes).fill(1, 0, 1).toString('hex'))
const spanContext: fc.Arbitrary<SpanContext> = fc.record({
  traceId: hex(16),
  spanId: hex(8),
  traceFlags: fc.constantFrom(TraceFlags.NONE, TraceFlags.SAMPLED),
  isRemote: fc.boolean(),
  traceState: fc.constantFrom(new TraceState('a=1,b=2'), new TraceState()),
})
const time = fc.tuple(fc.integer({ min: 0, max: 4_000_000_000 }), fc.integer({ min: 0, max: 999_999_999 }))

const recorded = fc.record({
  name: text,
  kind: fc.constantFrom(...([0, 1, 2, 3, 4] as SpanKind[])),
  attributes,
  links: fc.array(fc.record({ context: spanContext, attributes }), { maxLength: 3 }),
  events: fc.array(fc.record({ name: text, attributes, time }), { maxLength: 3 }),
  parent: fc.option(spanContext),
  status: fc.record({ code: fc.constantFrom(0, 1, 2), message: fc.oneof(text, fc.constant(undefined)) }),
  scope: fc.constantFrom('a', 'b'),
  start: time,
  end: time,
})

const resource = resourceFromAttributes({ 'service.name': 'shop', numbers: [1, 2.5], text: 'x'.repeat(200) })
const nothing = async () => undefined

function spansOf(all: (typeof recorded extends fc.Arbitrary<infer T> ? T : never)[]): ReadableSpan[] {
  const ended: ReadableSpan[] = []
  const provider = new TracerProvider({
    resource,
    spanProcessors: [
      { onStart: () => undefined, onEnd: (span) => ended.push(span), forceFlush: nothing, shutdown: nothing },
    ],
  })
  for (const { name, kind, attributes: given, links, events, parent, status, scope, start, end } of all) {
    const above = parent ? trace.setSpanContext(ROOT_CONTEXT, { ...parent, traceFlags: 1 }) : ROOT_CONTEXT
    const tracer = provider.getTracer(scope, scope === 'a' ? '1' : undefined, { schemaUrl: `https://${scope}` })
    const span = tracer.startSpan(name, { kind, attributes: given, links, startTime: start }, above)
    for (const event of events) span.addEvent(event.name, event.attributes, event.time)
    span.setStatus({ code: status.code, ...(status.message !== undefined && { message: status.message }) })
    span.end(end)
  }
  return ended
}

const writer = new ProtobufWriter()

it("encodes spans as OpenTelemetry's own serializer does", () => {
  fc.assert(
    fc.property(fc.array(recorded, { minLength: 1, maxLength: 6 }), (all) => {
      const spans = spansOf(all)
      const expected = ProtobufTraceSerializer.serializeRequest(spans) as Uint8Array
      expect(Buffer.from(encodeSpans(writer, spans)).equals(expected)).toBe(true)
    }),
    { numRuns: 300, seed: 7 },
  )
})

const logged = fc.record({
  body: anything,
  attributes: fc.dictionary(text, anything, { maxKeys: 6 }),
  severityNumber: fc.option(fc.constantFrom(SeverityNumber.INFO, SeverityNumber.UNSPECIFIED), { nil: undefined }),
  severityText: fc.option(text, { nil: undefined }),
  eventName: fc.option(text, { nil: undefined }),
  span: fc.option(spanContext),
  timestamp: time,
  observedTimestamp: time,
})

it("encodes log records as OpenTelemetry's own serializer does", () => {
  fc.assert(
    fc.property(fc.array(logged, { minLength: 1, maxLength: 6 }), (all) => {
      const records: ReadableLogRecord[] = []
      const onEmit = (record: unknown) => void records.push(record as ReadableLogRecord)
      const provider = new LoggerProvider({
        resource,
        processors: [{ onEmit, forceFlush: nothing, shutdown: nothing, enabled: () => true }],
      })
      for (const { span, ...record } of all) {
        const context = span ? trace.setSpanContext(ROOT_CONTEXT, span) : ROOT_CONTEXT
        provider.getLogger('a', '1').emit({ ...record, context } as LogRecord)
      }
      const expected = ProtobufLogsSerializer.serializeRequest(records) as Uint8Array
      expect(Buffer.from(encodeLogs(writer, records)).equals(expected)).toBe(true)
    }),
    { numRuns: 300, seed: 7 },
  )
})

it('keeps what it gave when it is used again, and lets a large buffer go', () => {
  const spans = spansOf(fc.sample(recorded, { numRuns: 3, seed: 1 }))
  const first = encodeSpans(writer, spans)
  const copy = Buffer.from(first)
  const large = spansOf(
    fc.sample(recorded, { numRuns: 1, seed: 2 }).map((span) => ({ ...span, name: 'ü'.repeat(3_000_000) })),
  )
  expect(encodeSpans(writer, large).length).toBeGreaterThan(6_000_000)
  encodeSpans(writer, spans.slice(1))
  expect(copy.equals(first)).toBe(true)
  expect(Buffer.from(encodeSpans(writer, spans)).equals(copy)).toBe(true)
})
