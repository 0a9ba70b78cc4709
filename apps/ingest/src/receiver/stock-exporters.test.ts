import type { AddressInfo } from 'node:net'
import { OTLPTraceExporter as JsonExporter } from '@opentelemetry/exporter-trace-otlp-http'
import { OTLPTraceExporter as ProtobufExporter } from '@opentelemetry/exporter-trace-otlp-proto'
import { BasicTracerProvider, BatchSpanProcessor } from '@opentelemetry/sdk-trace-base'
import Fastify from 'fastify'
import { expect, it } from 'vitest'
import type { TakeRequest } from '../intake.ts'
import { bodyMemoryFor } from './body-memory.ts'
import { receiver } from './receiver.ts'

it.each([
  ['protobuf', ProtobufExporter, 'none'],
  ['protobuf', ProtobufExporter, 'gzip'],
  ['json', JsonExporter, 'none'],
  ['json', JsonExporter, 'gzip'],
] as const)('the stock exporter for %s hands over its spans', async (encoding, Exporter, compression) => {
  const taken: TakeRequest[] = []
  const app = Fastify()
  await app.register(receiver, {
    bodyBytesMax: 1_000_000,
    bodyMemory: bodyMemoryFor(1_000_000),
    intake: {
      take: async (request) => {
        taken.push(request)
        return { acceptedCount: 0, rejectedCount: 0, rejections: [], warnings: [], remarks: [] }
      },
    },
    resolveProject: async () => ({ projectId: 'default', retentionDays: 30 }),
  })
  await app.listen({ port: 0, host: '127.0.0.1' })
  const url = `http://127.0.0.1:${(app.server.address() as AddressInfo).port}/v1/traces`
  const exporter = new Exporter({ url, compression: compression as never })
  const provider = new BasicTracerProvider({ spanProcessors: [new BatchSpanProcessor(exporter)] })
  for (let index = 0; index < 200; index++) provider.getTracer('test').startSpan(`span ${index}`).end()
  await provider.shutdown()
  expect(taken).toMatchObject([{ encoding, signal: 'traces' }])
  expect(Buffer.from(taken[0]?.body ?? []).toString('latin1')).toContain('span 199')
  await app.close()
})
