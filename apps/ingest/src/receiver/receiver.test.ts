import { gzipSync } from 'node:zlib'
import type { RowBatch } from '@hanzo/schema/row'
import {
  JsonTraceSerializer,
  ProtobufLogsSerializer,
  ProtobufMetricsSerializer,
  ProtobufTraceSerializer,
} from '@opentelemetry/otlp-transformer'
import { BasicTracerProvider, InMemorySpanExporter, SimpleSpanProcessor } from '@opentelemetry/sdk-trace-base'
import Fastify, { type FastifyInstance, type FastifyRequest, type InjectOptions } from 'fastify'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { rowsPutBy } from '../../../../test/fixtures/put-rows.ts'
import type { RowSink } from '../columns/row-sink.ts'
import { decodeMessage } from '../decode/protobuf/decode-message.ts'
import { message } from '../decode/protobuf/message-descriptor.ts'
import { ForbiddenError, HanzoError, NotFoundError, UnauthorizedError } from '../errors.ts'
import { createIntake } from '../intake.ts'
import type { Logger } from '../logger.ts'
import { bodyMemoryFor } from './body-memory.ts'
import { type ReceiverOptions, receiver } from './receiver.ts'

const bodyBytesMax = 100_000
const protobufType = { 'content-type': 'application/x-protobuf' }
const jsonType = { 'content-type': 'application/json; charset=utf-8' }
const statusMessage = message({ 1: ['code', 'int32'], 2: ['message', 'string'] })

let app: FastifyInstance
let batches: RowBatch[]
let requests: FastifyRequest[]
let warnings: object[]
let accept: (batch: RowBatch) => Promise<void>
let resolveProject: ReceiverOptions['resolveProject']

beforeEach(async () => {
  batches = []
  requests = []
  warnings = []
  accept = async (batch) => void batches.push(batch)
  resolveProject = async (request) => {
    requests.push(request)
    return { projectId: 'default', retentionDays: 30 }
  }
  const logger: Pick<Logger, 'warn'> = { warn: (fields) => void warnings.push(fields) }
  app = Fastify()
  // Looked up at each call, so that a test can make one of them fail.
  await app.register(receiver, {
    bodyBytesMax,
    bodyMemory: bodyMemoryFor(bodyBytesMax),
    intake: createIntake({ pipeline: { append }, logger }),
    resolveProject: (request) => resolveProject(request),
  })
  app.post('/api/echo', async (request) => request.body)
})
afterEach(() => app.close())

async function append<T>(put: (sink: RowSink) => T): Promise<T> {
  const { result, rows } = rowsPutBy(put)
  if (Object.keys(rows).length > 0) await accept(rows)
  return result
}

function post(payload: InjectOptions['payload'], headers: Record<string, string> = protobufType, url = '/v1/traces') {
  return app.inject({ method: 'POST', url, headers, ...(payload === undefined ? {} : { payload }) })
}

function recordedSpans() {
  const exporter = new InMemorySpanExporter()
  const provider = new BasicTracerProvider({ spanProcessors: [new SimpleSpanProcessor(exporter)] })
  const tracer = provider.getTracer('test')
  for (const name of ['a', 'b']) tracer.startSpan(name).end()
  return exporter.getFinishedSpans()
}

function jsonSpan(fields: object = {}): object {
  const now = String(BigInt(Date.now()) * 1_000_000n)
  return {
    traceId: '1'.repeat(32),
    spanId: '2'.repeat(16),
    name: 'x',
    startTimeUnixNano: now,
    endTimeUnixNano: now,
    ...fields,
  }
}

function jsonTraces(...spans: object[]): string {
  return JSON.stringify({ resourceSpans: [{ scopeSpans: [{ spans }] }] })
}

describe('a request of the stock SDK', () => {
  it('is stored and answered in its own encoding', async () => {
    const spans = recordedSpans()
    const fromProtobuf = await post(Buffer.from(ProtobufTraceSerializer.serializeRequest(spans) as Uint8Array))
    expect(fromProtobuf).toMatchObject({ statusCode: 200, body: '', headers: protobufType })
    expect(ProtobufTraceSerializer.deserializeResponse(fromProtobuf.rawPayload)).toEqual({})
    const fromJson = await post(Buffer.from(JsonTraceSerializer.serializeRequest(spans) as Uint8Array), jsonType)
    expect(fromJson).toMatchObject({ statusCode: 200, body: '{}' })
    expect(fromJson.headers['content-type']).toMatch(/^application\/json\b/)
    expect(batches.map((batch) => batch.spans?.map((row) => row.name))).toEqual([
      ['a', 'b'],
      ['a', 'b'],
    ])
  })

  it('may be compressed with gzip, also in several members', async () => {
    const bytes = Buffer.from(ProtobufTraceSerializer.serializeRequest(recordedSpans()) as Uint8Array)
    const members = Buffer.concat([gzipSync(bytes.subarray(0, 20)), gzipSync(bytes.subarray(20))])
    for (const payload of [gzipSync(bytes), members]) {
      expect(await post(payload, { ...protobufType, 'content-encoding': 'gzip' })).toMatchObject({ statusCode: 200 })
    }
    expect(batches.map((batch) => batch.spans?.length)).toEqual([2, 2])
  })

  it('that is empty is a success that stores nothing', async () => {
    for (const [payload, headers] of [
      [undefined, protobufType],
      [Buffer.alloc(0), protobufType],
      ['{}', jsonType],
    ] as const) {
      expect(await post(payload, headers)).toMatchObject({ statusCode: 200 })
    }
    expect(batches).toEqual([])
  })
})

describe('a request with bad records', () => {
  it('is stored without them and says how many and why', async () => {
    const payload = jsonTraces(
      jsonSpan(),
      jsonSpan({ spanId: '' }),
      jsonSpan({ traceId: 'x' }),
      jsonSpan({ spanId: 'x' }),
    )
    const response = await post(payload, jsonType)
    expect(response.statusCode).toBe(200)
    const { partialSuccess } = response.json()
    expect(partialSuccess.rejectedSpans).toBe('3')
    expect(partialSuccess.errorMessage).toMatch(/^2 × spanId: must be 8 bytes.*; 1 × traceId: must be 16 bytes/)
    expect(batches[0]?.spans).toHaveLength(1)
    expect(warnings).toMatchObject([
      { projectId: 'default', signal: 'traces', rejectedCount: 3, reason: expect.stringContaining('spanId') },
    ])
  })

  it('is told so in the words of its signal, and in protobuf as stock clients read it', async () => {
    const logs = await post(
      '{"resourceLogs":[{"scopeLogs":[{"logRecords":[{"timeUnixNano":"1"}]}]}]}',
      jsonType,
      '/v1/logs',
    )
    expect(logs.json().partialSuccess).toMatchObject({ rejectedLogRecords: '1' })
    const metrics = await post(
      '{"resourceMetrics":[{"scopeMetrics":[{"metrics":[{"gauge":{"dataPoints":[{},{}]}}]}]}]}',
      jsonType,
      '/v1/metrics',
    )
    expect(metrics.json().partialSuccess).toMatchObject({ rejectedDataPoints: '2' })
    // One resource, one scope, one record of no fields: a span without ids, a metric without points, a log record of nothing.
    const oneEmptyRecord = Buffer.from([0x0a, 4, 0x12, 2, 0x12, 0])
    const traces = await post(oneEmptyRecord)
    expect(ProtobufTraceSerializer.deserializeResponse(traces.rawPayload).partialSuccess).toMatchObject({
      rejectedSpans: 1,
      errorMessage: expect.stringContaining('traceId'),
    })
    expect(
      ProtobufMetricsSerializer.deserializeResponse(
        (await post(oneEmptyRecord, protobufType, '/v1/metrics')).rawPayload,
      ),
    ).toEqual({})
    expect(
      ProtobufLogsSerializer.deserializeResponse((await post(oneEmptyRecord, protobufType, '/v1/logs')).rawPayload),
    ).toEqual({})
  })

  it('in snake case is warned, as everything in it was ignored', async () => {
    const { partialSuccess } = (await post('{"resource_spans":[]}', jsonType)).json()
    expect(partialSuccess).toEqual({
      rejectedSpans: '0',
      errorMessage: expect.stringContaining('no field resourceSpans'),
    })
  })
})

describe('the project', () => {
  it('is asked for with the headers and the path of the request', async () => {
    await post('{}', { ...jsonType, 'x-api-key': 'hk_1' }, '/projects/p1/v1/logs')
    expect(requests[0]?.headers['x-api-key']).toBe('hk_1')
    expect(requests[0]?.params).toEqual({ projectId: 'p1' })
  })

  it.each([
    [401, 16, new UnauthorizedError('the key is unknown')],
    [403, 7, new ForbiddenError('the key is of another project')],
    [404, 5, new NotFoundError('there is no such project')],
  ])(
    'refuses with %i, in the encoding of the request, before the body is looked at',
    async (statusCode, code, error) => {
      resolveProject = () => Promise.reject(error)
      const broken = Buffer.from('not protobuf')
      const response = await post(broken)
      expect(response).toMatchObject({ statusCode, headers: protobufType })
      expect(decodeMessage(statusMessage, response.rawPayload)).toEqual({ code, message: error.message })
      expect((await post('not json', jsonType)).json()).toEqual({ code, message: error.message })
    },
  )
})

describe('a body', () => {
  it.each([
    ['no protobuf', Buffer.from('hello'), protobufType],
    ['no JSON', 'hello', jsonType],
    ['no gzip', Buffer.from('hello'), { ...protobufType, 'content-encoding': 'gzip' }],
    ['half of its gzip', gzipSync('{"resourceSpans":[]}').subarray(0, 20), { ...jsonType, 'content-encoding': 'gzip' }],
    ['nothing where JSON is announced', '', jsonType],
  ])('that is %s is 400 with the reason', async (_name, payload, headers) => {
    const response = await post(payload, headers)
    expect(response.statusCode).toBe(400)
    expect(response.body).toContain('the body')
    expect(response.headers).not.toHaveProperty('retry-after')
  })

  it('of a type, charset or compression that is not supported is 415 and names what is', async () => {
    const answers = [
      [{ 'content-type': 'text/plain' }, 'send application/x-protobuf or application/json'],
      [{ 'content-type': 'application/json; charset=latin1' }, 'send UTF-8'],
      [{ ...jsonType, 'content-encoding': 'snappy' }, 'content-encoding snappy is not supported; send one of gzip'],
      [{ ...jsonType, 'content-encoding': 'gzip, br' }, 'content-encoding gzip, br is not supported'],
    ] as const
    for (const [headers, text] of answers) {
      const response = await post('{}', headers)
      expect(response.statusCode).toBe(415)
      expect(response.body).toContain(text)
    }
    expect((await post(undefined, {})).statusCode).toBe(415)
  })

  it('of exactly the limit is taken, one byte more is 413 that names the limit', async () => {
    const exactly = jsonTraces(jsonSpan()).padEnd(bodyBytesMax)
    const gzipped = { ...jsonType, 'content-encoding': 'gzip' }
    expect((await post(exactly, jsonType)).statusCode).toBe(200)
    expect((await post(gzipSync(exactly), gzipped)).statusCode).toBe(200)
    for (const response of [await post(`${exactly} `, jsonType), await post(gzipSync(`${exactly} `), gzipped)]) {
      expect(response.statusCode).toBe(413)
      expect(response.json().message).toContain('larger than 100000 bytes')
    }
  })
})

describe('a failure on our side', () => {
  it('that is foreseen is 503 with its own Retry-After, and nothing is acknowledged', async () => {
    const full = new HanzoError('the spool is full', {
      code: 'SPOOL_FULL',
      statusCode: 503,
      retryable: true,
      retryAfterSeconds: 7,
    })
    accept = () => Promise.reject(full)
    const response = await post(jsonTraces(jsonSpan()), jsonType)
    expect(response).toMatchObject({ statusCode: 503, headers: { 'retry-after': '7' } })
    expect(response.json()).toEqual({ code: 14, message: 'the spool is full' })
  })

  it('that is a limit on requests is 429 with Retry-After', async () => {
    resolveProject = () =>
      Promise.reject(
        new HanzoError('too many requests', {
          code: 'RATE_LIMITED',
          statusCode: 429,
          retryable: true,
          retryAfterSeconds: 3,
        }),
      )
    expect(await post('{}', jsonType)).toMatchObject({ statusCode: 429, headers: { 'retry-after': '3' } })
  })

  it('that nobody foresaw is 503 as well, never a 500 that clients do not retry, and does not leak its cause', async () => {
    for (const error of [new Error('secret'), new HanzoError('secret', { code: 'X', statusCode: 500 }), 'secret']) {
      accept = () => Promise.reject(error)
      const response = await post(jsonTraces(jsonSpan()), jsonType)
      expect(response).toMatchObject({ statusCode: 503, headers: { 'retry-after': '5' } })
      expect(response.body).not.toContain('secret')
    }
  })
})

describe('the addresses', () => {
  it('answer other methods with 405 and what they are for', async () => {
    for (const url of ['/v1/traces', '/v1/metrics', '/v1/logs', '/projects/p1/v1/traces']) {
      const response = await app.inject(url)
      expect(response).toMatchObject({ statusCode: 405, headers: { allow: 'POST' } })
      expect(response.json().message).toContain('receives OTLP')
    }
  })

  it('leave the parsing of bodies elsewhere as it was', async () => {
    expect((await post('{"a":1}', jsonType, '/api/echo')).json()).toEqual({ a: 1 })
    expect((await post('hello', protobufType, '/api/echo')).statusCode).toBe(415)
  })
})
