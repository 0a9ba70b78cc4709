import { context, type SpanContext, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api'
import { SeverityNumber } from '@opentelemetry/api-logs'
import { OTLPLogExporter } from '@opentelemetry/exporter-logs-otlp-http'
import { OTLPMetricExporter } from '@opentelemetry/exporter-metrics-otlp-proto'
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-proto'
import { resourceFromAttributes } from '@opentelemetry/resources'
import { LoggerProvider, SimpleLogRecordProcessor } from '@opentelemetry/sdk-logs'
import { MeterProvider, PeriodicExportingMetricReader } from '@opentelemetry/sdk-metrics'
import { BasicTracerProvider, SimpleSpanProcessor } from '@opentelemetry/sdk-trace-base'

const resourceOf = (serviceName: string) =>
  resourceFromAttributes({ 'service.name': serviceName, 'service.version': '3.1.4' })

/**
 * Sends a trace of three spans by the stock exporter: `name`, below it `charge card` (failed, with an exception) and `load cart`.
 * @returns where the first of them is.
 */
export async function sendTrace(url: string, serviceName: string, name: string): Promise<SpanContext> {
  const provider = new BasicTracerProvider({
    resource: resourceOf(serviceName),
    spanProcessors: [new SimpleSpanProcessor(new OTLPTraceExporter({ url: `${url}/v1/traces` }))],
  })
  const tracer = provider.getTracer('test')
  const root = tracer.startSpan(name, {
    kind: SpanKind.SERVER,
    attributes: { 'http.route': '/checkout', 'cart.total.cents': 9007199254740991 },
  })
  const inRoot = trace.setSpan(context.active(), root)
  tracer.startSpan('load cart', { attributes: { 'cart.items': 3 } }, inRoot).end()
  const charge = tracer.startSpan(
    'charge card',
    { kind: SpanKind.CLIENT, links: [{ context: root.spanContext() }] },
    inRoot,
  )
  charge.recordException(new Error('card declined'))
  charge.setStatus({ code: SpanStatusCode.ERROR, message: 'card declined' })
  charge.end()
  root.end()
  await provider.shutdown()
  return root.spanContext()
}

/** Sends one log record by the stock exporter, in JSON; with a trace id it belongs to that trace. */
export async function sendLog(url: string, serviceName: string, body: string): Promise<void> {
  const exporter = new OTLPLogExporter({ url: `${url}/v1/logs` })
  const provider = new LoggerProvider({
    resource: resourceOf(serviceName),
    processors: [new SimpleLogRecordProcessor({ exporter })],
  })
  const attributes = { 'order.id': 4711, 'payment.provider': 'acme-pay' }
  provider.getLogger('test').emit({ severityNumber: SeverityNumber.ERROR, severityText: 'ERROR', body, attributes })
  await provider.shutdown()
}

/** Sends one counter and one histogram by the stock exporter. */
export async function sendMetric(url: string, serviceName: string, name: string): Promise<void> {
  const exporter = new OTLPMetricExporter({ url: `${url}/v1/metrics` })
  const reader = new PeriodicExportingMetricReader({ exporter, exportIntervalMillis: 3_600_000 })
  const provider = new MeterProvider({ resource: resourceOf(serviceName), readers: [reader] })
  const meter = provider.getMeter('test')
  const counter = meter.createCounter(name, { unit: '{order}', description: 'Orders placed.' })
  const histogram = meter.createHistogram(`${name}.duration`, { unit: 's' })
  for (const seconds of [0.1, 0.2, 0.4]) {
    counter.add(2, { channel: 'web' })
    histogram.record(seconds, { channel: 'web' })
  }
  await provider.shutdown()
}
