import { context, diag, type Tracer, trace } from '@opentelemetry/api'
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks'
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-proto'
import { CompressionAlgorithm } from '@opentelemetry/otlp-exporter-base'
import { resourceFromAttributes } from '@opentelemetry/resources'
import { BasicTracerProvider, BatchSpanProcessor } from '@opentelemetry/sdk-trace-base'

const ignore = () => undefined
const silent = { verbose: ignore, debug: ignore, info: ignore }

interface StockTracing {
  provider: BasicTracerProvider
  tracer: Tracer
  /** How often it told that spans were dropped. */
  lost(): number
}

/**
 * What a user of the stock SDK writes by hand: batch processor, protobuf, gzip, the same limits as ours.
 * @param url without one nothing is traced, and nothing is registered.
 */
export function startStockTracing(url: string | undefined): StockTracing {
  if (url === undefined) {
    const provider = new BasicTracerProvider()
    return { provider, tracer: provider.getTracer('bench'), lost: () => 0 }
  }
  let lost = 0
  // How it tells of spans that its queue had no room for.
  const warn = (message: string) => {
    if (message.startsWith('Dropped ')) lost += 1
  }
  diag.setLogger({ ...silent, warn, error: warn })
  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable())
  const exporter = new OTLPTraceExporter({ url: `${url}/v1/traces`, compression: CompressionAlgorithm.GZIP })
  const processor = new BatchSpanProcessor(exporter, { maxQueueSize: 2048, scheduledDelayMillis: 2000 })
  const resource = resourceFromAttributes({ 'service.name': 'bench' })
  const provider = new BasicTracerProvider({ resource, spanProcessors: [processor] })
  trace.setGlobalTracerProvider(provider)
  return { provider, tracer: provider.getTracer('bench'), lost: () => lost }
}
