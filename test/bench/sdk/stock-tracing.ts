import { context, type Tracer, trace } from '@opentelemetry/api'
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks'
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-proto'
import { CompressionAlgorithm } from '@opentelemetry/otlp-exporter-base'
import { resourceFromAttributes } from '@opentelemetry/resources'
import { BasicTracerProvider, BatchSpanProcessor } from '@opentelemetry/sdk-trace-base'

/**
 * What a user of the stock SDK writes by hand: batch processor, protobuf, gzip, the same limits as ours.
 * @param url without one nothing is traced, and nothing is registered.
 */
export function startStockTracing(url: string | undefined): { provider: BasicTracerProvider; tracer: Tracer } {
  if (url === undefined) {
    const provider = new BasicTracerProvider()
    return { provider, tracer: provider.getTracer('bench') }
  }
  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable())
  const exporter = new OTLPTraceExporter({ url: `${url}/v1/traces`, compression: CompressionAlgorithm.GZIP })
  const processor = new BatchSpanProcessor(exporter, { maxQueueSize: 2048, scheduledDelayMillis: 2000 })
  const resource = resourceFromAttributes({ 'service.name': 'bench' })
  const provider = new BasicTracerProvider({ resource, spanProcessors: [processor] })
  trace.setGlobalTracerProvider(provider)
  return { provider, tracer: provider.getTracer('bench') }
}
