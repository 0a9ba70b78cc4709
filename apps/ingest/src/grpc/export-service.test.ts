import { connect, constants } from 'node:http2'
import { gzipSync } from 'node:zlib'
import { Client, credentials, Metadata, type ServiceError, status } from '@grpc/grpc-js'
import { SeverityNumber } from '@opentelemetry/api-logs'
import { OTLPLogExporter } from '@opentelemetry/exporter-logs-otlp-grpc'
import { OTLPMetricExporter } from '@opentelemetry/exporter-metrics-otlp-grpc'
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-grpc'
import { ProtobufTraceSerializer } from '@opentelemetry/otlp-transformer'
import { BatchLogRecordProcessor, LoggerProvider } from '@opentelemetry/sdk-logs'
import { MeterProvider, PeriodicExportingMetricReader } from '@opentelemetry/sdk-metrics'
import {
  BasicTracerProvider,
  BatchSpanProcessor,
  InMemorySpanExporter,
  SimpleSpanProcessor,
} from '@opentelemetry/sdk-trace-base'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { framed, sendCall, statusDetailsOf } from '../../../../test/fixtures/grpc-calls.ts'
import { ForbiddenError, HanzoError, NotFoundError, UnauthorizedError } from '../errors.ts'
import type { Intake, Taken, TakeRequest } from '../intake.ts'
import { createBodyMemory } from '../receiver/body-memory.ts'
import { type ExportOptions, exportMethods } from './export-service.ts'
import { createGrpcServer, type GrpcServer } from './grpc-server.ts'

const bodyBytesMax = 100_000
const project = { projectId: 'default', retentionDays: 30 }
const tracePath = '/opentelemetry.proto.collector.trace.v1.TraceService/Export'
const nothing: Taken = { acceptedCount: 0, rejectedCount: 0, rejections: [], warnings: [], remarks: [] }

let server: GrpcServer
let address: string
let taken: TakeRequest[]
let calls: Parameters<ExportOptions['resolveProject']>[0][]
let refused: unknown[]
let logged: object[]
let intake: Intake
let resolveProject: ExportOptions['resolveProject']
let client: Client

beforeEach(async () => {
  taken = []
  calls = []
  refused = []
  logged = []
  intake = {
    take: async (request) => {
      taken.push(request)
      return nothing
    },
  }
  resolveProject = async (call) => {
    calls.push(call)
    return project
  }
  server = createGrpcServer({
    methods: exportMethods({
      // Looked up at each call, so that a test can make one of them fail.
      intake: { take: (request) => intake.take(request), admit: async (...asked) => intake.admit?.(...asked) },
      resolveProject: (call) => resolveProject(call),
      bodyBytesMax,
      bodyMemory: createBodyMemory(10 * bodyBytesMax),
      onRefused: (request) => refused.push(request),
    }),
    logger: { error: (fields) => void logged.push(fields), debug: () => undefined },
    httpHint: () => 'send OTLP over HTTP to http://localhost:4318',
  })
  const { port } = await server.listen({ host: '127.0.0.1', port: 0 })
  address = `127.0.0.1:${port}`
  client = new Client(address, credentials.createInsecure())
})
afterEach(async () => {
  client.close()
  await server.close()
})

const asBytes = (bytes: Buffer) => bytes

/** A call of the reference client with bytes of our own. */
function call(bytes: Uint8Array, metadata = new Metadata(), path = tracePath, options = {}): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    client.makeUnaryRequest(path, asBytes, asBytes, Buffer.from(bytes), metadata, options, (error, answer) => {
      if (error) reject(error)
      else resolve(answer ?? Buffer.alloc(0))
    })
  })
}

/** Bytes that no client sends. */
const send = (headers: Record<string, string>, chunks: readonly Uint8Array[], isLeftOpen = false) =>
  sendCall(address, { headers: { ':path': tracePath, ...headers }, chunks, isLeftOpen })

const failureOf = (promise: Promise<unknown>) =>
  promise.then(
    () => expect.fail('the call succeeded'),
    (error: ServiceError) => error,
  )

function spanBytes(names: string[]): Buffer {
  const exporter = new InMemorySpanExporter()
  const provider = new BasicTracerProvider({ spanProcessors: [new SimpleSpanProcessor(exporter)] })
  for (const name of names) provider.getTracer('test').startSpan(name).end()
  return Buffer.from(ProtobufTraceSerializer.serializeRequest(exporter.getFinishedSpans()) as Uint8Array)
}

describe('the stock exporters', () => {
  it.each(['none', 'gzip'])('hand over traces, metrics and logs, with compression %s', async (compression) => {
    const metadata = new Metadata()
    metadata.set('x-api-key', 'hk_1')
    metadata.set('x-project-id', 'default')
    const options = { url: `http://${address}`, metadata, compression: compression as never }
    const traces = new BasicTracerProvider({
      spanProcessors: [new BatchSpanProcessor(new OTLPTraceExporter(options))],
    })
    const logs = new LoggerProvider({
      processors: [new BatchLogRecordProcessor({ exporter: new OTLPLogExporter(options) })],
    })
    const reader = new PeriodicExportingMetricReader({ exporter: new OTLPMetricExporter(options) })
    const metrics = new MeterProvider({ readers: [reader] })
    for (let index = 0; index < 500; index++) traces.getTracer('test').startSpan(`span ${index}`).end()
    logs.getLogger('test').emit({ body: 'hello', severityNumber: SeverityNumber.INFO })
    metrics.getMeter('test').createCounter('requests').add(1)
    await Promise.all([traces, logs, metrics].map((provider) => provider.forceFlush()))
    await Promise.all([traces, logs, metrics].map((provider) => provider.shutdown()))
    const signals = [...new Set(taken.map(({ signal }) => signal))].sort()
    expect(signals).toEqual(['logs', 'metrics', 'traces'])
    const spans = taken
      .filter(({ signal }) => signal === 'traces')
      .map(({ body }) => Buffer.from(body).toString('latin1'))
    expect(spans.join('')).toContain('span 499')
    expect(taken[0]).toMatchObject({ encoding: 'protobuf', project })
    expect(calls[0]?.headers).toMatchObject({ 'x-api-key': 'hk_1', 'x-project-id': 'default', host: address })
    expect(calls[0]?.remoteAddress).toBe('127.0.0.1')
    expect(refused).toEqual([])
  })
})

describe('an answer', () => {
  it('is empty where all was stored, and says in partial_success what was not', async () => {
    expect(await call(spanBytes(['a']))).toHaveLength(0)
    const rejections = [{ reason: 'spanId: must be 8 bytes', count: 3, serviceName: '', sdk: '', sample: '{}' }]
    intake.take = async () => ({ ...nothing, rejectedCount: 3, rejections: rejections as never })
    const { partialSuccess } = ProtobufTraceSerializer.deserializeResponse(await call(spanBytes(['a'])))
    expect(partialSuccess).toMatchObject({ rejectedSpans: 3, errorMessage: '3 × spanId: must be 8 bytes' })
  })

  it.each([
    [new UnauthorizedError('the key is unknown', 'API_KEY_INVALID'), status.UNAUTHENTICATED, 'API_KEY_INVALID'],
    [new ForbiddenError('another project', 'PROJECT_MISMATCH'), status.PERMISSION_DENIED, 'PROJECT_MISMATCH'],
    [new NotFoundError('there is no such project'), status.NOT_FOUND, 'NOT_FOUND'],
  ])('to who may not send (%s) comes before the message is read, and stops it', async (error, code, reason) => {
    resolveProject = () => Promise.reject(error)
    const failure = await failureOf(call(Buffer.alloc(16_777_216)))
    expect(failure).toMatchObject({ code, details: error.message })
    expect(statusDetailsOf(failure)).toMatchObject({ code, message: error.message, reason, retrySeconds: undefined })
    expect(refused).toMatchObject([
      { project: undefined, signal: 'traces', code: reason, client: expect.stringContaining('grpc') },
    ])
    expect(taken).toEqual([])
  })

  it.each([
    [429, status.RESOURCE_EXHAUSTED],
    [503, status.UNAVAILABLE],
  ])('for a failure that passes (%i) says when to send again', async (statusCode, code) => {
    const error = new HanzoError('später – 100 %', { code: 'LATER', statusCode, retryable: true, retryAfterSeconds: 7 })
    intake.admit = () => Promise.reject(error)
    const failure = await failureOf(call(spanBytes(['a'])))
    expect(failure).toMatchObject({ code, details: 'später – 100 %' })
    expect(statusDetailsOf(failure)).toMatchObject({ code, reason: 'LATER', retrySeconds: 7 })
  })

  it('for a failure that nobody foresaw is UNAVAILABLE, and does not leak its cause', async () => {
    intake.take = () => Promise.reject(new Error('secret'))
    const failure = await failureOf(call(spanBytes(['a'])))
    expect(failure).toMatchObject({ code: status.UNAVAILABLE })
    expect(JSON.stringify([failure.details, statusDetailsOf(failure)])).not.toContain('secret')
    expect(statusDetailsOf(failure)).toMatchObject({ retrySeconds: 5, reason: 'INTERNAL' })
    expect(logged).toHaveLength(1)
  })

  it('for a method that is not ours is UNIMPLEMENTED', async () => {
    expect(await failureOf(call(Buffer.alloc(0), new Metadata(), '/a.B/C'))).toMatchObject({
      code: status.UNIMPLEMENTED,
    })
    expect(await failureOf(call(Buffer.alloc(0), new Metadata(), '/__proto__'))).toMatchObject({
      code: status.UNIMPLEMENTED,
    })
  })
})

describe('a message', () => {
  it('of exactly the limit is taken, one byte more is RESOURCE_EXHAUSTED, which clients do not send again', async () => {
    await call(Buffer.alloc(bodyBytesMax))
    expect(taken[0]?.body).toHaveLength(bodyBytesMax)
    const failure = await failureOf(call(Buffer.alloc(bodyBytesMax + 1)))
    expect(failure).toMatchObject({ code: status.RESOURCE_EXHAUSTED, details: expect.stringContaining('100000 bytes') })
    expect(statusDetailsOf(failure)).toMatchObject({ reason: 'BODY_TOO_LARGE', retrySeconds: undefined })
  })

  it('that is compressed is decompressed, and stopped at the limit while it unfolds', async () => {
    const bytes = spanBytes(['a', 'b'])
    await send({ 'grpc-encoding': 'gzip' }, [framed(gzipSync(bytes), 1)])
    expect(bytes.equals(taken[0]?.body as Buffer)).toBe(true)
    const bomb = await send({ 'grpc-encoding': 'gzip' }, [framed(gzipSync(Buffer.alloc(67_108_864)), 1)])
    expect(bomb).toMatchObject({ 'grpc-status': '8' })
    const broken = await send({ 'grpc-encoding': 'gzip' }, [framed(Buffer.from('hello'), 1)])
    expect(broken).toMatchObject({ 'grpc-status': '3' })
    const unknown = await send({ 'grpc-encoding': 'snappy' }, [framed(bytes, 1)])
    expect(unknown).toMatchObject({ 'grpc-status': '12', 'grpc-accept-encoding': 'gzip,deflate,zstd,identity' })
    const unannounced = await send({}, [framed(gzipSync(bytes), 1)])
    expect(unannounced).toMatchObject({ 'grpc-status': '3' })
    const notCompressed = await send({ 'grpc-encoding': 'gzip' }, [framed(bytes, 0)])
    expect(notCompressed).toMatchObject({ 'grpc-status': '0' })
  })

  it('may arrive byte by byte, and is one: neither none, nor two, nor half of one', async () => {
    const whole = framed(spanBytes(['a']), 0)
    expect(
      await send(
        {},
        [...whole].map((byte) => Buffer.of(byte)),
      ),
    ).toMatchObject({ 'grpc-status': '0' })
    for (const chunks of [
      [],
      [whole, whole],
      [whole.subarray(0, 30)],
      [whole.subarray(0, 3)],
      [Buffer.from([2, 0, 0, 0, 0])],
    ]) {
      expect(await send({}, chunks)).toMatchObject({ 'grpc-status': '3' })
    }
    expect(taken).toHaveLength(1)
  })

  it('that does not come to its end by the deadline of the client is given up, and its memory with it', async () => {
    const begun = framed(Buffer.alloc(90_000), 0).subarray(0, 80_000)
    const answers = Array.from({ length: 30 }, () => send({ 'grpc-timeout': '50m' }, [begun], true))
    for (const answer of await Promise.all(answers)) expect(['4', '14']).toContain(answer['grpc-status'])
    expect(await send({}, [framed(Buffer.alloc(90_000), 0)])).toMatchObject({ 'grpc-status': '0' })
  })

  it('whose client goes away at any moment leaves nothing behind', async () => {
    const whole = framed(Buffer.alloc(90_000), 0)
    const session = connect(`http://${address}`)
    for (let bytes = 1; bytes < whole.length; bytes += 3_000) {
      const request = session.request({ ':method': 'POST', ':path': tracePath, 'content-type': 'application/grpc' })
      request.on('error', () => undefined)
      request.write(whole.subarray(0, bytes), () => request.close(constants.NGHTTP2_CANCEL))
    }
    // More was begun than there is memory for; all of it is there again.
    const together = () => Promise.all(Array.from({ length: 5 }, () => send({}, [whole])))
    await expect
      .poll(async () => (await together()).map((answer) => answer['grpc-status']), { timeout: 10_000 })
      .toEqual(['0', '0', '0', '0', '0'])
    session.destroy()
    expect(logged).toEqual([])
  })

  it('of another protocol is told so: HTTP statuses for what is no gRPC', async () => {
    expect(await send({ 'content-type': 'application/x-protobuf' }, [])).toMatchObject({ ':status': 415 })
    expect(await send({ 'content-type': 'application/grpc+json' }, [])).toMatchObject({ ':status': 415 })
    expect(await send({ ':method': 'GET' }, [])).toMatchObject({ ':status': 405 })
  })
})
