import { gzipSync } from 'node:zlib'
import { type Attributes, context, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api'
import { ProtobufTraceSerializer } from '@opentelemetry/otlp-transformer'
import { resourceFromAttributes } from '@opentelemetry/resources'
import { BasicTracerProvider, InMemorySpanExporter, SimpleSpanProcessor } from '@opentelemetry/sdk-trace-base'

const services = Array.from({ length: 20 }, (_, index) => `service-${index}`)
const routes = Array.from({ length: 30 }, (_, index) => `/api/v1/resource-${index}/:id`)
const prompt = 'Summarise the order history of the customer and propose the next best action. '.repeat(30)

function attributesOf(index: number, promptEvery: number): Attributes {
  const base = {
    'http.request.method': index % 3 === 0 ? 'POST' : 'GET',
    'http.route': routes[index % routes.length] ?? '',
    'http.response.status_code': index % 20 === 0 ? 500 : 200,
    'server.address': `host-${index % 12}`,
    'user.id': `user-${index % 5000}`,
    'session.id': `session-${index % 1200}`,
    'app.feature': `feature-${index % 9}`,
    'app.retry': index % 2 === 0,
    'app.bytes': (index * 7919) % 100_000,
    'app.ratio': (index % 100) / 100,
  }
  if (promptEvery === 0 || index % promptEvery !== 0) return base
  return {
    ...base,
    'gen_ai.operation.name': 'chat',
    'gen_ai.request.model': 'gpt-4.1',
    'gen_ai.input.messages': prompt,
  }
}

/**
 * Requests as a collector of stock SDKs would send them: `spansPerBody` spans in traces of ten, ten attributes each,
 * 3 % with a prompt, 5 % errors; protobuf, gzip.
 */
export function makeSpanBodies(bodyCount: number, spansPerBody: number, { promptEvery = 33 } = {}): Buffer[] {
  return Array.from({ length: bodyCount }, (_, bodyIndex) => {
    const exporter = new InMemorySpanExporter()
    const provider = new BasicTracerProvider({
      resource: resourceFromAttributes({
        'service.name': services[bodyIndex % services.length] ?? '',
        'service.version': '1.0.0',
        'deployment.environment.name': 'bench',
        'host.name': `host-${bodyIndex % 12}`,
      }),
      spanProcessors: [new SimpleSpanProcessor(exporter)],
    })
    const tracer = provider.getTracer('bench')
    let parent = context.active()
    for (let index = 0; index < spansPerBody; index++) {
      const isRoot = index % 10 === 0
      const options = {
        kind: isRoot ? SpanKind.SERVER : SpanKind.CLIENT,
        attributes: attributesOf(bodyIndex * 31 + index, promptEvery),
        root: isRoot,
      }
      const span = tracer.startSpan(`operation-${index % 40}`, options, parent)
      if (isRoot) parent = trace.setSpan(context.active(), span)
      if (index % 20 === 0) span.setStatus({ code: SpanStatusCode.ERROR, message: 'upstream failed' })
      span.end()
    }
    return gzipSync(ProtobufTraceSerializer.serializeRequest(exporter.getFinishedSpans()) ?? new Uint8Array())
  })
}
