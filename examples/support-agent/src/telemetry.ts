import type { Meter, Tracer } from '@opentelemetry/api'
import { context, metrics as metricsApi, trace } from '@opentelemetry/api'
import type { Logger } from '@opentelemetry/api-logs'
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks'
import { OTLPLogExporter } from '@opentelemetry/exporter-logs-otlp-proto'
import { OTLPMetricExporter } from '@opentelemetry/exporter-metrics-otlp-proto'
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-proto'
import { resourceFromAttributes } from '@opentelemetry/resources'
import { BatchLogRecordProcessor, LoggerProvider } from '@opentelemetry/sdk-logs'
import { AggregationType, MeterProvider, PeriodicExportingMetricReader } from '@opentelemetry/sdk-metrics'
import { BasicTracerProvider, BatchSpanProcessor } from '@opentelemetry/sdk-trace-base'

/** Where the telemetry goes. `headers` carries the key when the platform asks for one. */
export interface Destination {
  url: string
  headers: Record<string, string>
}

/** The telemetry of one service: nothing but the stock OpenTelemetry SDK. */
export interface Telemetry {
  serviceName: string
  tracer: Tracer
  meter: Meter
  logger: Logger
  shutdown(): Promise<void>
}

let contextManagerSet = false

/** Spans nest through async calls only with a context manager; one serves every service of this process. */
function setContextManager(): void {
  if (contextManagerSet) return
  contextManagerSet = context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable())
  trace.disable()
  metricsApi.disable()
}

/** Makes the tracer, meter and logger of one service. Batches leave every second, metrics every five seconds. */
export function createTelemetry(serviceName: string, version: string, destination: Destination): Telemetry {
  setContextManager()
  const { url, headers } = destination
  const resource = resourceFromAttributes({
    'service.name': serviceName,
    'service.version': version,
    'service.namespace': 'acme-shop',
    'service.instance.id': `${serviceName}-${process.pid}`,
    'deployment.environment.name': 'demo',
    'host.name': 'demo-host',
    'process.pid': process.pid,
  })
  const tracerProvider = new BasicTracerProvider({
    resource,
    spanProcessors: [
      new BatchSpanProcessor(new OTLPTraceExporter({ url: `${url}/v1/traces`, headers }), {
        scheduledDelayMillis: 1000,
      }),
    ],
  })
  const meterProvider = new MeterProvider({
    resource,
    readers: [
      new PeriodicExportingMetricReader({
        exporter: new OTLPMetricExporter({ url: `${url}/v1/metrics`, headers }),
        exportIntervalMillis: 5000,
        exportTimeoutMillis: 4000,
      }),
    ],
    views: [
      {
        instrumentName: 'gen_ai.client.operation.duration',
        aggregation: { type: AggregationType.EXPONENTIAL_HISTOGRAM },
      },
    ],
  })
  const loggerProvider = new LoggerProvider({
    resource,
    processors: [
      new BatchLogRecordProcessor({
        exporter: new OTLPLogExporter({ url: `${url}/v1/logs`, headers }),
        scheduledDelayMillis: 1000,
      }),
    ],
  })
  return {
    serviceName,
    tracer: tracerProvider.getTracer('@hanzo/example-support-agent', version),
    meter: meterProvider.getMeter('@hanzo/example-support-agent', version),
    logger: loggerProvider.getLogger('@hanzo/example-support-agent', version),
    shutdown: async () => {
      await Promise.allSettled([tracerProvider.shutdown(), meterProvider.shutdown(), loggerProvider.shutdown()])
    },
  }
}
