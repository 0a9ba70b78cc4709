import { gunzipSync } from 'node:zlib'
import { SeverityNumber } from '@opentelemetry/api-logs'
import { ProtobufLogsSerializer, ProtobufMetricsSerializer } from '@opentelemetry/otlp-transformer'
import { resourceFromAttributes } from '@opentelemetry/resources'
import { InMemoryLogRecordExporter, LoggerProvider, SimpleLogRecordProcessor } from '@opentelemetry/sdk-logs'
import {
  AggregationTemporality,
  InMemoryMetricExporter,
  MeterProvider,
  PeriodicExportingMetricReader,
} from '@opentelemetry/sdk-metrics'
import { makeSpanBodies } from '../bench/span-bodies.ts'

export interface RecordedBody {
  path: string
  contentType: string
  body: Buffer
}

const protobuf = 'application/x-protobuf'
const resource = resourceFromAttributes({ 'service.name': 'abuse' })

/** Requests of every signal as stock SDKs encode them, small, and the same kinds in JSON. */
export async function recordedBodies(): Promise<RecordedBody[]> {
  const traces = gunzipSync(makeSpanBodies(1, 3)[0] ?? Buffer.alloc(0))
  return [
    { path: '/v1/traces', contentType: protobuf, body: traces },
    { path: '/v1/logs', contentType: protobuf, body: Buffer.from(logsBody()) },
    { path: '/v1/metrics', contentType: protobuf, body: Buffer.from(await metricsBody()) },
    { path: '/v1/traces', contentType: 'application/json', body: jsonTraces() },
  ]
}

function logsBody(): Uint8Array {
  const exporter = new InMemoryLogRecordExporter()
  const provider = new LoggerProvider({
    resource,
    processors: [new SimpleLogRecordProcessor({ exporter })],
  })
  provider.getLogger('abuse').emit({
    severityNumber: SeverityNumber.WARN,
    body: { text: 'a body of several parts', parts: [1, 2.5, true] },
    attributes: { 'log.key': 'value', numbers: [1, 2, 3] },
  })
  return ProtobufLogsSerializer.serializeRequest(exporter.getFinishedLogRecords()) ?? new Uint8Array()
}

async function metricsBody(): Promise<Uint8Array> {
  const exporter = new InMemoryMetricExporter(AggregationTemporality.CUMULATIVE)
  const reader = new PeriodicExportingMetricReader({ exporter, exportIntervalMillis: 3_600_000 })
  const provider = new MeterProvider({ resource, readers: [reader] })
  const meter = provider.getMeter('abuse')
  meter.createCounter('requests').add(3, { route: '/a' })
  meter.createHistogram('duration').record(12.5, { route: '/a' })
  await reader.forceFlush()
  const [metrics] = exporter.getMetrics()
  await provider.shutdown()
  return (metrics && ProtobufMetricsSerializer.serializeRequest(metrics)) ?? new Uint8Array()
}

function jsonTraces(): Buffer {
  const span = {
    traceId: '5b8efff798038103d269b633813fc60c',
    spanId: 'eee19b7ec3c1b174',
    name: 'recorded',
    kind: 2,
    startTimeUnixNano: `${Date.now()}000000`,
    endTimeUnixNano: `${Date.now()}000001`,
    attributes: [{ key: 'list', value: { arrayValue: { values: [{ intValue: '1' }, { stringValue: 'ü€😀' }] } } }],
    events: [{ timeUnixNano: `${Date.now()}000000`, name: 'exception' }],
    status: { code: 2, message: 'failed' },
  }
  return Buffer.from(JSON.stringify({ resourceSpans: [{ resource: {}, scopeSpans: [{ spans: [span] }] }] }))
}
