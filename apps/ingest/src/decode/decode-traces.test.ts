import { SpanKind, SpanStatusCode, TraceFlags } from '@opentelemetry/api'
import { JsonTraceSerializer, ProtobufTraceSerializer } from '@opentelemetry/otlp-transformer'
import { resourceFromAttributes } from '@opentelemetry/resources'
import { BasicTracerProvider, InMemorySpanExporter, SimpleSpanProcessor } from '@opentelemetry/sdk-trace-base'
import { describe, expect, it } from 'vitest'
import { decodeTraces } from './decode-traces.ts'

const project = { projectId: 'default', retentionDays: 30 }
const receivedAtUnixNano = 1_795_000_000_000_000_000n
const context = { project, receivedAtUnixNano }
const start = receivedAtUnixNano - 5_000_000_000n
const traceId = '5b8efff798038103d269b633813fc60c'
const spanId = 'eee19b7ec3c1b174'

const span = {
  traceId,
  spanId,
  name: 'GET /cart',
  kind: 2,
  startTimeUnixNano: String(start),
  endTimeUnixNano: String(start + 1_000_000n),
}

function decodeSpans(spans: unknown[], resource: unknown = {}, scope: unknown = {}) {
  const request = { resourceSpans: [{ resource, scopeSpans: [{ scope, spans }] }] }
  return decodeTraces(Buffer.from(JSON.stringify(request)), 'json', context)
}

function text(key: string, stringValue: string) {
  return { key, value: { stringValue } }
}

describe('spans of the stock SDK', () => {
  const exporter = new InMemorySpanExporter()
  const provider = new BasicTracerProvider({
    resource: resourceFromAttributes({ 'service.name': 'shop', 'service.version': '1.2.3', 'process.pid': 42 }),
    spanProcessors: [new SimpleSpanProcessor(exporter)],
  })
  const linked = { traceId: 'a'.repeat(32), spanId: 'b'.repeat(16), traceFlags: TraceFlags.SAMPLED }
  const recorded = provider.getTracer('http', '0.1.0').startSpan('GET /cart', {
    kind: SpanKind.SERVER,
    attributes: {
      'http.route': '/cart',
      'http.response.status_code': 503,
      'http.ratio': 0.5,
      'http.cached': false,
      'http.tags': ['a', 'b'],
      'http.body': 'x'.repeat(65),
    },
    links: [{ context: linked, attributes: { reason: 'retry' } }],
  })
  recorded.addEvent('exception', { 'exception.type': 'Error', attempt: 3 })
  recorded.setStatus({ code: SpanStatusCode.ERROR, message: 'unavailable' })
  recorded.end()
  const spans = exporter.getFinishedSpans()
  const now = { project, receivedAtUnixNano: BigInt(Date.now()) * 1_000_000n }
  const fromProtobuf = decodeTraces(ProtobufTraceSerializer.serializeRequest(spans) as Uint8Array, 'protobuf', now)
  const fromJson = decodeTraces(JsonTraceSerializer.serializeRequest(spans) as Uint8Array, 'json', now)

  it('become the same rows from protobuf and from JSON', () => {
    expect(fromProtobuf.acceptedCount).toBe(1)
    expect(fromJson).toEqual(fromProtobuf)
  })

  it('keep every field in its column, with its type', () => {
    const { spanId: id, traceId: trace } = recorded.spanContext()
    expect(fromProtobuf.batch.spans?.[0]).toMatchObject({
      project_id: 'default',
      retention_days: 30,
      trace_id: trace,
      span_id: id,
      parent_span_id: '0'.repeat(16),
      name: 'GET /cart',
      kind: 2,
      status_code: 2,
      status_message: 'unavailable',
      service_name: 'shop',
      service_version: '1.2.3',
      scope_name: 'http',
      scope_version: '0.1.0',
      http_route: '/cart',
      http_response_status_code: 503,
      attributes_string: new Map([['http.route', '/cart']]),
      attributes_unindexed: new Map([['http.body', 'x'.repeat(65)]]),
      attributes_int: new Map([['http.response.status_code', 503n]]),
      attributes_double: new Map([['http.ratio', 0.5]]),
      attributes_bool: new Map([['http.cached', false]]),
      attributes_json: new Map([['http.tags', '["a","b"]']]),
      'events.name': ['exception'],
      'events.attributes': [
        new Map([
          ['exception.type', 'Error'],
          ['attempt', '3'],
        ]),
      ],
      'events.attribute_types': [new Map([['attempt', 1]])],
      'links.trace_id': ['a'.repeat(32)],
      'links.span_id': ['b'.repeat(16)],
      'links.attributes': [new Map([['reason', 'retry']])],
      sequence: 0n,
    })
  })

  it('point at one resource row, which keeps the types of its attributes', () => {
    const [row] = fromProtobuf.batch.resources ?? []
    expect(row).toMatchObject({ service_name: 'shop', attribute_types: new Map([['process.pid', 1]]) })
    expect(row?.attributes).toEqual(
      new Map(Object.entries({ 'service.name': 'shop', 'service.version': '1.2.3', 'process.pid': '42' })),
    )
    expect(fromProtobuf.batch.spans?.[0]?.resource_id).toBe(row?.resource_id)
  })

  it('are, cut anywhere, refused as a whole or read as the shorter request that they are', () => {
    const bytes = ProtobufTraceSerializer.serializeRequest(spans) as Uint8Array
    for (let length = 1; length < bytes.length; length += 1) {
      expect(() => decodeTraces(bytes.subarray(0, length), 'protobuf', now), `cut at ${length}`).toThrow(
        expect.objectContaining({ code: 'UNDECODABLE', statusCode: 400 }),
      )
    }
  })
})

describe('a span', () => {
  it('without an end, or with one before its start, is stored with duration 0', () => {
    const ends = [undefined, '0', String(start - 1n)]
    const { batch } = decodeSpans(ends.map((endTimeUnixNano) => ({ ...span, endTimeUnixNano })))
    expect(batch.spans?.map((row) => row.duration_nanoseconds)).toEqual([0n, 0n, 0n])
  })

  it('with a broken link keeps the others and counts it as dropped', () => {
    const links = [
      { traceId: 'x', spanId },
      { traceId, spanId },
      { traceId: '0'.repeat(32), spanId },
    ]
    const [row] = decodeSpans([{ ...span, links, droppedLinksCount: 4 }]).batch.spans ?? []
    expect(row).toMatchObject({ 'links.trace_id': [traceId], dropped_links_count: 6 })
  })

  it('with an event without a time has it at its start', () => {
    const [row] = decodeSpans([{ ...span, events: [{ name: 'started' }] }]).batch.spans ?? []
    expect(row?.['events.timestamp']).toEqual([start])
  })

  it('of hex ids in upper case is stored under the same ids in lower case', () => {
    const upper = { ...span, traceId: traceId.toUpperCase(), spanId: spanId.toUpperCase() }
    expect(decodeSpans([upper]).batch.spans?.[0]).toMatchObject({ trace_id: traceId, span_id: spanId })
  })

  it('that is bad is rejected alone, with the field and the fix', () => {
    const { batch, rejectedCount, rejections } = decodeSpans(
      [span, { ...span, traceId: 'zz' }, { ...span, spanId: '0'.repeat(16) }, { ...span, spanId: '' }, 7],
      { attributes: [text('service.name', 'shop'), text('telemetry.sdk.language', 'nodejs')] },
    )
    expect(batch.spans).toHaveLength(1)
    expect(rejectedCount).toBe(4)
    expect(rejections.map(({ reason, count }) => [reason, count])).toEqual([
      ['spanId: must be 8 bytes, not all zero; in JSON 16 hexadecimal characters, not base64', 2],
      ['traceId: must be 16 bytes, not all zero; in JSON 32 hexadecimal characters, not base64', 1],
      ['Invalid input: expected object, received number', 1],
    ])
    expect(rejections[0]).toMatchObject({ serviceName: 'shop', sdk: 'nodejs' })
    expect(JSON.parse(rejections[0]?.sample ?? '')).toMatchObject({ name: 'GET /cart', spanId: '0'.repeat(16) })
  })

  it('outside the time that is stored is rejected with the likely cause', () => {
    const day = 86_400_000_000_000n
    const times = [start - 31n * day, receivedAtUnixNano + 2n * day, start / 1_000_000n, start / 1_000_000_000n, 0n]
    const { rejections, batch } = decodeSpans(times.map((time) => ({ ...span, startTimeUnixNano: String(time) })))
    expect(batch).toEqual({})
    expect(rejections.map(({ reason }) => reason)).toEqual([
      "startTimeUnixNano: is older than the project's retention of 30 days",
      "startTimeUnixNano: is more than a day in the future; check the sender's clock",
      'startTimeUnixNano: looks like milliseconds; OTLP counts nanoseconds',
      'startTimeUnixNano: looks like seconds; OTLP counts nanoseconds',
      'startTimeUnixNano: must be nanoseconds since 1970-01-01, not 0, in JSON best as a decimal string',
    ])
  })

  it('under a broken resource or scope is rejected with that reason, and leaves no resource row', () => {
    const broken = { attributes: [{ key: '', value: { intValue: '1' } }] }
    for (const result of [decodeSpans([span, span], broken), decodeSpans([span, span], {}, broken)]) {
      expect(result).toMatchObject({ batch: {}, acceptedCount: 0, rejectedCount: 2 })
      expect(result.rejections[0]?.reason).toMatch(
        /^(resource|scope)\.attributes\[\]\.key: must be a string that is not empty$/,
      )
    }
  })
})

describe('promoted columns', () => {
  const row = (attributes: unknown[], resource: unknown[] = []) =>
    decodeSpans([{ ...span, attributes }], { attributes: resource }).batch.spans?.[0]

  it('take current names before former ones, and leave the originals where they are', () => {
    const promoted = row([
      text('gen_ai.system', 'old'),
      text('gen_ai.provider.name', 'openai'),
      { key: 'gen_ai.usage.prompt_tokens', value: { intValue: '12' } },
      { key: 'http.status_code', value: { intValue: 404 } },
      text('net.peer.name', 'db.local'),
      text('gen_ai.conversation.id', 'c1'),
    ])
    expect(promoted).toMatchObject({
      gen_ai_provider_name: 'openai',
      gen_ai_input_tokens: 12,
      http_response_status_code: 404,
      server_address: 'db.local',
      session_id: 'c1',
    })
    expect(promoted?.attributes_string.get('gen_ai.system')).toBe('old')
  })

  it('take session and user from the resource where the span has none', () => {
    expect(row([text('enduser.id', 'u1')], [text('session.id', 's1'), text('user.id', 'u2')])).toMatchObject({
      session_id: 's1',
      user_id: 'u1',
    })
  })

  it('are 0 for a number that the column cannot hold', () => {
    const attributes = [
      { key: 'http.response.status_code', value: { intValue: '70000' } },
      { key: 'gen_ai.usage.input_tokens', value: { intValue: '-1' } },
      text('gen_ai.usage.output_tokens', 'many'),
    ]
    expect(row(attributes)).toMatchObject({
      http_response_status_code: 0,
      gen_ai_input_tokens: 0,
      gen_ai_output_tokens: 0,
    })
  })
})

describe('a resource', () => {
  const idOf = (resource: unknown) => decodeSpans([span], resource).batch.resources?.[0]?.resource_id

  it('has one id whatever the order of its attributes, and another for another type', () => {
    const a = text('a', '1')
    const b = text('b', '2')
    expect(idOf({ attributes: [a, b] })).toBe(idOf({ attributes: [b, a] }))
    expect(idOf({ attributes: [{ key: 'a', value: { intValue: '1' } }, b] })).not.toBe(idOf({ attributes: [a, b] }))
  })

  it('without a service name is unknown_service', () => {
    expect(decodeSpans([span]).batch.spans?.[0]?.service_name).toBe('unknown_service')
  })
})
