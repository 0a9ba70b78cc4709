import { ROOT_CONTEXT, trace } from '@opentelemetry/api'
import { JsonLogsSerializer, ProtobufLogsSerializer } from '@opentelemetry/otlp-transformer'
import { resourceFromAttributes } from '@opentelemetry/resources'
import { InMemoryLogRecordExporter, LoggerProvider, SimpleLogRecordProcessor } from '@opentelemetry/sdk-logs'
import { describe, expect, it } from 'vitest'
import { decodeLogs } from './decode-logs.ts'

const receivedAtUnixNano = BigInt(Date.now()) * 1_000_000n
const traceId = '5b8efff798038103d269b633813fc60c'
const spanId = 'eee19b7ec3c1b174'
const parentSpanId = 'eee19b7ec3c1b173'
const startedAt = receivedAtUnixNano - 5_000_000_001n
const second = 1_000_000_000n

const string = (key: string, stringValue: string) => ({ key, value: { stringValue } })

/** A start as it stands in OTLP/JSON. */
const start = {
  timeUnixNano: String(startedAt),
  traceId,
  spanId,
  eventName: 'hanzo.span.start',
  attributes: [
    string('hanzo.span.name', 'invoke_agent planner'),
    string('hanzo.span.kind', 'internal'),
    string('hanzo.span.parent_span_id', parentSpanId),
    string('gen_ai.operation.name', 'invoke_agent'),
  ],
}

function decodeRecords(logRecords: unknown[], retentionDays = 30) {
  const context = { project: { projectId: 'default', retentionDays }, receivedAtUnixNano }
  const request = { resourceLogs: [{ scopeLogs: [{ logRecords }] }] }
  return decodeLogs(Buffer.from(JSON.stringify(request)), 'json', context)
}

/** The start with these attributes in the place of its own; `undefined` takes one out. */
function withAttributes(changes: Record<string, object | undefined>) {
  const others = start.attributes.filter(({ key }) => !(key in changes))
  const changed = Object.entries(changes).flatMap(([key, value]) => (value ? [{ key, value }] : []))
  return { ...start, attributes: [...others, ...changed] }
}

describe('an event that announces a span', () => {
  const exporter = new InMemoryLogRecordExporter()
  const provider = new LoggerProvider({
    resource: resourceFromAttributes({ 'service.name': 'agents', 'deployment.environment.name': 'test' }),
    processors: [new SimpleLogRecordProcessor({ exporter })],
  })
  const span = trace.wrapSpanContext({ traceId, spanId, traceFlags: 1 })
  const logger = provider.getLogger('@hanzo/ai', '1.0.0')
  logger.emit({
    eventName: 'hanzo.span.start',
    timestamp: [Number(startedAt / second), Number(startedAt % second)],
    context: trace.setSpan(ROOT_CONTEXT, span),
    attributes: {
      'hanzo.span.name': 'invoke_agent planner',
      'hanzo.span.kind': 'client',
      'hanzo.span.parent_span_id': parentSpanId,
      'hanzo.span.max_age_seconds': 1800,
      'gen_ai.operation.name': 'invoke_agent',
      'gen_ai.agent.name': 'planner',
      'gen_ai.system': 'openai',
      'session.id': 'sess_1',
      steps: 3,
    },
  })
  logger.emit({ body: 'a log line' })
  const records = exporter.getFinishedLogRecords()
  const context = {
    project: { projectId: 'default', retentionDays: 30 },
    receivedAtUnixNano: receivedAtUnixNano + second,
  }
  const fromProtobuf = decodeLogs(ProtobufLogsSerializer.serializeRequest(records) as Uint8Array, 'protobuf', context)
  const fromJson = decodeLogs(JsonLogsSerializer.serializeRequest(records) as Uint8Array, 'json', context)

  it('becomes the same running span from protobuf and from JSON, and no log record', () => {
    expect(fromProtobuf.batch.logs).toMatchObject([{ body: 'a log line' }])
    expect(fromProtobuf.batch.running_spans).toHaveLength(1)
    expect(fromProtobuf.acceptedCount).toBe(2)
    expect(fromJson).toEqual(fromProtobuf)
  })

  it('has the columns that the span will have, under the same names', () => {
    expect(fromProtobuf.batch.running_spans).toMatchObject([
      {
        trace_id: traceId,
        span_id: spanId,
        parent_span_id: parentSpanId,
        timestamp: startedAt,
        name: 'invoke_agent planner',
        kind: 3,
        flags: 1,
        service_name: 'agents',
        scope_name: '@hanzo/ai',
        scope_version: '1.0.0',
        deployment_environment_name: 'test',
        gen_ai_operation_name: 'invoke_agent',
        gen_ai_agent_name: 'planner',
        gen_ai_provider_name: 'openai',
        session_id: 'sess_1',
        attributes_int: new Map([['steps', 3n]]),
      },
    ])
  })

  it('keeps what tells of the start itself out of the attributes', () => {
    const [row] = fromProtobuf.batch.running_spans ?? []
    expect([...(row?.attributes_string.keys() ?? [])].filter((key) => key.startsWith('hanzo.'))).toEqual([])
    expect(row?.attributes_int.has('hanzo.span.max_age_seconds')).toBe(false)
  })

  it('brings its resource', () => {
    const [row] = fromProtobuf.batch.running_spans ?? []
    expect(fromProtobuf.batch.resources).toMatchObject([{ resource_id: row?.resource_id, service_name: 'agents' }])
  })
})

describe('the time until which an end is expected', () => {
  const secondsOf = (record: object, retentionDays?: number) => {
    const [row] = decodeRecords([record], retentionDays).batch.running_spans ?? []
    return row && Number(row.end_expected_by - row.timestamp) / 1e9
  }

  it('is 5 minutes behind the longest that the SDK leaves a span open, 30 minutes where it does not say', () => {
    expect(secondsOf(start)).toBe(2_100)
    expect(secondsOf(withAttributes({ 'hanzo.span.max_age_seconds': { intValue: '14400' } }))).toBe(14_700)
    expect(secondsOf(withAttributes({ 'hanzo.span.max_age_seconds': { doubleValue: 0.5 } }))).toBe(300.5)
  })

  it('is never later than the start is kept', () => {
    expect(secondsOf(withAttributes({ 'hanzo.span.max_age_seconds': { doubleValue: 1e300 } }))).toBe(7 * 86_400)
    expect(decodeRecords([start]).batch.running_spans).toMatchObject([{ retention_days: 7 }])
    expect(decodeRecords([start], 2).batch.running_spans).toMatchObject([{ retention_days: 2 }])
  })
})

describe('a start', () => {
  it.each([
    ['INTERNAL', { stringValue: 'INTERNAL' }, 1],
    ['SPAN_KIND_SERVER', { stringValue: 'SPAN_KIND_SERVER' }, 2],
    ['OTLP number 5', { intValue: '5' }, 5],
    ['a number that we do not know', { intValue: '77' }, 0],
    ['nothing', undefined, 0],
  ])('of kind %s is taken', (_name, value, kind) => {
    const { batch } = decodeRecords([withAttributes({ 'hanzo.span.kind': value })])
    expect(batch.running_spans).toMatchObject([{ kind }])
  })

  it('without a parent, or with an empty one, is that of a root', () => {
    for (const value of [undefined, { stringValue: '' }, { stringValue: '0'.repeat(16) }]) {
      const { batch } = decodeRecords([withAttributes({ 'hanzo.span.parent_span_id': value })])
      expect(batch.running_spans).toMatchObject([{ parent_span_id: '0'.repeat(16) }])
    }
  })

  it.each([
    ['no trace id', { ...start, traceId: '' }, /^traceId: must be 16 bytes/],
    ['a trace id of another length', { ...start, traceId: 'abcd' }, /^traceId: must be 16 bytes/],
    ['no span id', { ...start, spanId: undefined }, /^spanId: must be 8 bytes/],
    ['no time', { ...start, timeUnixNano: '0' }, /^timeUnixNano: must be the span's start/],
    ['a time in seconds', { ...start, timeUnixNano: String(startedAt / second) }, /looks like seconds/],
    [
      'no name',
      withAttributes({ 'hanzo.span.name': undefined }),
      /^attributes\.hanzo\.span\.name: must be the span's name/,
    ],
    ['a name that is a number', withAttributes({ 'hanzo.span.name': { intValue: '1' } }), /hanzo\.span\.name/],
    [
      'an unknown kind',
      withAttributes({ 'hanzo.span.kind': { stringValue: 'friendly' } }),
      /hanzo\.span\.kind: must be/,
    ],
    [
      'a broken parent',
      withAttributes({ 'hanzo.span.parent_span_id': { stringValue: 'xyz' } }),
      /hanzo\.span\.parent_span_id: must be 8 bytes/,
    ],
    [
      'an age below 0',
      withAttributes({ 'hanzo.span.max_age_seconds': { intValue: '-1' } }),
      /max_age_seconds: must be a positive number/,
    ],
  ])('with %s is rejected alone, and the reason says what to mend', (_name, record, reason) => {
    const decoded = decodeRecords([record, start, { body: { stringValue: 'a log line' } }])
    expect(decoded).toMatchObject({ acceptedCount: 2, rejectedCount: 1 })
    expect(decoded.rejections[0]?.reason).toMatch(reason)
    expect(decoded.batch.running_spans).toHaveLength(1)
    expect(decoded.batch.logs).toHaveLength(1)
  })
})
