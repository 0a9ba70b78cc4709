import { ProtobufTraceSerializer, JsonTraceSerializer } from '@opentelemetry/otlp-transformer'
import { BasicTracerProvider, InMemorySpanExporter, SimpleSpanProcessor } from '@opentelemetry/sdk-trace-base'
import { expect, it } from 'vitest'
import { decodeTraces } from './decode-traces.ts'

it('smoke', () => {
  const exporter = new InMemorySpanExporter()
  const provider = new BasicTracerProvider({ spanProcessors: [new SimpleSpanProcessor(exporter)] })
  const s = provider.getTracer('t', '1').startSpan('hello', { attributes: { a: 'b', n: 1, d: 1.5, l: ['x', 'y'], t: true } })
  s.addEvent('e', { x: 1 })
  s.end()
  const spans = exporter.getFinishedSpans()
  const context = { project: { projectId: 'default', retentionDays: 30 }, receivedAtUnixNano: BigInt(Date.now()) * 1_000_000n }
  const a = decodeTraces(ProtobufTraceSerializer.serializeRequest(spans)!, 'protobuf', context)
  const b = decodeTraces(JsonTraceSerializer.serializeRequest(spans)!, 'json', context)
  expect(b).toEqual(a)
})
