import fc from 'fast-check'
import protobuf from 'protobufjs/minimal.js'
import { describe, expect, it } from 'vitest'
import { decodeLogs } from './decode-logs.ts'
import { decodeMetrics } from './decode-metrics.ts'
import { decodeTraces } from './decode-traces.ts'
import type { Decoded } from './decoded.ts'
import type { MessageDescriptor, ScalarType } from './protobuf/message-descriptor.ts'
import * as messages from './protobuf/otlp-messages.ts'

const receivedAtUnixNano = 1_795_000_000_000_000_000n
const context = { project: { projectId: 'default', retentionDays: 30 }, receivedAtUnixNano }

type Model = Record<string, unknown>

const recordMessages: Record<string, MessageDescriptor> = {
  spans: messages.spanMessage,
  logRecords: messages.logRecordMessage,
  metrics: messages.metricMessage,
  gauge: messages.numberDataPointMessage,
  sum: messages.numberDataPointMessage,
  histogram: messages.histogramDataPointMessage,
  exponentialHistogram: messages.exponentialHistogramDataPointMessage,
  summary: messages.summaryDataPointMessage,
}

const wireTypes: Partial<Record<ScalarType, number>> = {
  string: 2,
  bytes: 2,
  fixed32: 5,
  fixed64: 1,
  sfixed64: 1,
  double: 1,
}

function writeScalar(writer: protobuf.Writer, type: ScalarType, value: unknown): void {
  const integer = typeof value === 'bigint' ? BigInt.asUintN(64, value) : 0n
  const halves = { low: Number(integer & 0xffff_ffffn) | 0, high: Number(integer >> 32n) | 0, unsigned: true }
  if (type === 'bytes') writer.bytes(typeof value === 'string' ? Buffer.from(value, 'hex') : (value as Uint8Array))
  else if (type === 'int64' || type === 'uint64') writer.uint64(halves as never)
  else if (type === 'fixed64' || type === 'sfixed64') writer.fixed32(halves.low >>> 0).fixed32(halves.high >>> 0)
  else writer[type](value as never)
}

/** A writer of its own kind: it shares with the decoder only the table of field numbers, which the stock SDK's bytes hold to account. */
function toProtobuf(descriptor: MessageDescriptor, model: Model, parent = ''): Uint8Array {
  const writer = protobuf.Writer.create()
  for (const [number, field] of descriptor.fields.entries()) {
    if (!field || model[field.name] === undefined) continue
    const { type, name } = field
    for (const value of field.isRepeated ? (model[name] as unknown[]) : [model[name]]) {
      if (typeof type === 'object' || type === 'record') {
        const message = typeof type === 'object' ? type : recordMessages[name === 'dataPoints' ? parent : name]
        writer.uint32((number << 3) | 2).bytes(toProtobuf(message as MessageDescriptor, value as Model, name))
      } else {
        writer.uint32((number << 3) | (wireTypes[type] ?? 0))
        writeScalar(writer, type, value)
      }
    }
  }
  return writer
    .uint32((77 << 3) | 2)
    .string('a field of tomorrow')
    .finish()
}

function toJson(model: unknown): string {
  return JSON.stringify(model, (_key, value: unknown) => {
    if (typeof value === 'bigint') return value.toString()
    if (value instanceof Uint8Array) return Buffer.from(value).toString('base64')
    if (typeof value === 'number' && (!Number.isFinite(value) || Object.is(value, -0)))
      return Object.is(value, -0) ? '-0' : String(value)
    return typeof value === 'object' && value && !Array.isArray(value) ? { ...value, fieldOfTomorrow: 1 } : value
  })
}

const maybe = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined })
const text = fc.string({ unit: 'binary', maxLength: 80 })
const key = fc.oneof(
  text,
  fc.constantFrom('service.name', '__proto__', 'http.status_code', 'session.id', 'gen_ai.usage.input_tokens'),
)
const hex = (bytes: number) =>
  fc.oneof(
    {
      weight: 20,
      arbitrary: fc.uint8Array({ minLength: bytes, maxLength: bytes }).map((id) => Buffer.from(id).toString('hex')),
    },
    fc.constantFrom('', '00'.repeat(bytes), 'ab'),
  )
const int64 = fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n })
const uint64 = fc.bigInt({ min: 0n, max: 2n ** 64n - 1n })
const uint32 = fc.nat(0xffff_ffff)
const int32 = fc.integer()
const double = fc.double()
const unixNano = fc.oneof(
  { weight: 20, arbitrary: fc.bigInt({ min: 0n, max: 86_400_000_000_000n }).map((age) => receivedAtUnixNano - age) },
  uint64,
  fc.constantFrom(0n, receivedAtUnixNano / 1_000_000n),
)

const { anyValue } = fc.letrec<{ anyValue: Model }>((tie) => ({
  anyValue: fc.oneof(
    { maxDepth: 4, depthIdentifier: 'value' },
    fc.oneof(
      text.map((stringValue) => ({ stringValue })),
      double.map((doubleValue) => ({ doubleValue })),
    ),
    fc.oneof(
      int64.map((intValue) => ({ intValue })),
      fc.boolean().map((boolValue) => ({ boolValue })),
      fc.constant({}),
    ),
    fc.uint8Array({ maxLength: 9 }).map((bytesValue) => ({ bytesValue })),
    fc.array(tie('anyValue'), { maxLength: 3 }).map((values) => ({ arrayValue: { values } })),
    fc
      .array(fc.record({ key, value: maybe(tie('anyValue')) }), { maxLength: 3 })
      .map((values) => ({ kvlistValue: { values } })),
  ),
}))
const attributes = fc.array(fc.record({ key, value: maybe(anyValue) }), { maxLength: 5 })
const list = (item: fc.Arbitrary<Model>) => fc.array(item, { maxLength: 3 })
const message = (fields: Record<string, fc.Arbitrary<unknown>>): fc.Arbitrary<Model> =>
  fc.record(Object.fromEntries(Object.entries(fields).map(([name, field]) => [name, maybe(field)])))

function request(resourceField: string, scopeField: string, recordField: string, record: fc.Arbitrary<Model>) {
  const scope = message({ name: text, version: text, attributes, droppedAttributesCount: uint32 })
  const scopes = list(
    fc.record({ scope: maybe(scope), [recordField]: fc.array(record, { maxLength: 4 }), schemaUrl: maybe(text) }),
  )
  const resources = list(
    fc.record({ resource: maybe(message({ attributes })), [scopeField]: scopes, schemaUrl: maybe(text) }),
  )
  return fc.record({ [resourceField]: resources })
}

const ids = { traceId: hex(16), spanId: hex(8) }
const event = message({ timeUnixNano: unixNano, name: text, attributes, droppedAttributesCount: uint32 })
const link = message({ ...ids, traceState: text, attributes, droppedAttributesCount: uint32, flags: uint32 })
const span = message({
  ...ids,
  traceState: text,
  parentSpanId: hex(8),
  name: text,
  kind: fc.integer({ min: -1, max: 9 }),
  startTimeUnixNano: unixNano,
  endTimeUnixNano: unixNano,
  attributes,
  droppedAttributesCount: uint32,
  events: list(event),
  droppedEventsCount: uint32,
  links: list(link),
  droppedLinksCount: uint32,
  status: message({ message: text, code: fc.nat(4) }),
  flags: uint32,
})
const logRecord = message({
  ...ids,
  timeUnixNano: unixNano,
  observedTimeUnixNano: unixNano,
  severityNumber: fc.integer({ min: -1, max: 30 }),
  severityText: text,
  body: anyValue,
  attributes,
  droppedAttributesCount: uint32,
  flags: uint32,
  eventName: text,
})

const number = fc.oneof(
  { weight: 9, arbitrary: double.map((asDouble) => ({ asDouble })) },
  int64.map((asInt) => ({ asInt })),
  fc.constant({}),
)
const exemplar = fc
  .tuple(message({ ...ids, timeUnixNano: unixNano, filteredAttributes: attributes }), number)
  .map(([fields, value]) => ({ ...fields, ...value }))
const pointFields = { attributes, startTimeUnixNano: unixNano, timeUnixNano: unixNano, flags: fc.nat(3) }
const distribution = { ...pointFields, exemplars: list(exemplar), count: uint64, sum: double, min: double, max: double }
const counts = fc.array(uint64, { maxLength: 4 })
const buckets = message({ offset: int32, bucketCounts: counts })
const points = {
  number: fc
    .tuple(message({ ...pointFields, exemplars: list(exemplar) }), number)
    .map(([fields, value]) => ({ ...fields, ...value })),
  histogram: fc
    .tuple(message(distribution), fc.uniqueArray(double, { maxLength: 3 }), counts, fc.boolean())
    .map(([fields, bounds, random, isValid]) => ({
      ...fields,
      explicitBounds: isValid ? bounds.sort((a, b) => a - b) : bounds,
      bucketCounts: isValid ? [...bounds, 0].map(() => 2n) : random,
    })),
  exponential: message({
    ...distribution,
    scale: int32,
    zeroCount: uint64,
    zeroThreshold: double,
    positive: buckets,
    negative: buckets,
  }),
  summary: message({
    ...pointFields,
    count: uint64,
    sum: double,
    quantileValues: list(message({ quantile: fc.double({ min: -0.1, max: 1, noNaN: true }), value: double })),
  }),
}
const temporality = fc.nat(3)
const metric = fc
  .tuple(
    message({ name: text, description: text, unit: text }),
    fc.oneof(
      fc.record({ gauge: message({ dataPoints: list(points.number) }) }),
      fc.record({
        sum: message({
          dataPoints: list(points.number),
          aggregationTemporality: temporality,
          isMonotonic: fc.boolean(),
        }),
      }),
      fc.record({ histogram: message({ dataPoints: list(points.histogram), aggregationTemporality: temporality }) }),
      fc.record({
        exponentialHistogram: message({ dataPoints: list(points.exponential), aggregationTemporality: temporality }),
      }),
      fc.record({ summary: message({ dataPoints: list(points.summary) }) }),
    ),
  )
  .map(([fields, data]): Model => ({ ...fields, ...data }))

const signals = [
  {
    name: 'traces',
    model: request('resourceSpans', 'scopeSpans', 'spans', span),
    decode: decodeTraces,
    envelope: messages.traceRequestMessage,
  },
  {
    name: 'logs',
    model: request('resourceLogs', 'scopeLogs', 'logRecords', logRecord),
    decode: decodeLogs,
    envelope: messages.logsRequestMessage,
  },
  {
    name: 'metrics',
    model: request('resourceMetrics', 'scopeMetrics', 'metrics', metric),
    decode: decodeMetrics,
    envelope: messages.metricsRequestMessage,
  },
]

function withoutSamples(decoded: Decoded) {
  return { ...decoded, rejections: decoded.rejections.map((rejection) => ({ ...rejection, sample: '' })) }
}

describe.each(signals)('$name', { timeout: 60_000 }, ({ model, decode, envelope }) => {
  it('give equal rows and equal rejections from protobuf and from JSON, valid or not', () => {
    let accepted = 0
    let rejected = 0
    const property = fc.property(model, (request) => {
      const fromProtobuf = decode(toProtobuf(envelope, request), 'protobuf', context)
      const fromJson = decode(Buffer.from(toJson(request)), 'json', context)
      accepted += fromProtobuf.acceptedCount
      rejected += fromProtobuf.rejectedCount
      expect(withoutSamples(fromJson)).toEqual(withoutSamples(fromProtobuf))
    })
    fc.assert(property, { numRuns: 200 })
    expect(accepted).toBeGreaterThan(100)
    expect(rejected).toBeGreaterThan(20)
  })

  it('never crash or hang on bytes that were damaged, cut or invented', () => {
    const damaged = fc
      .tuple(
        model,
        fc.array(fc.tuple(fc.nat(), fc.nat(255)), { maxLength: 4 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
      )
      .map(([request, edits, part]) => {
        const bytes = Uint8Array.from(toProtobuf(envelope, request))
        for (const [position, byte] of edits) bytes[position % bytes.length] = byte
        return bytes.subarray(0, Math.ceil(bytes.length * part))
      })
    const property = fc.property(
      fc.oneof(damaged, fc.uint8Array({ maxLength: 200 })),
      fc.constantFrom('protobuf' as const, 'json' as const),
      (bytes, encoding) => {
        try {
          expect(decode(bytes, encoding, context).acceptedCount).toBeGreaterThanOrEqual(0)
        } catch (error) {
          expect(error).toMatchObject({ code: 'UNDECODABLE', statusCode: 400 })
        }
      },
    )
    fc.assert(property, { numRuns: 500 })
  })
})
