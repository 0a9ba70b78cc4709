import type { Attributes, Context, Span } from '@opentelemetry/api'
import type { LoggerProvider, LogRecordProcessor } from '@opentelemetry/sdk-logs'
import type { MeterProvider } from '@opentelemetry/sdk-metrics'
import type { Destination } from '../export/destination.ts'
import { createSpanAnnouncer, type SpanAnnouncer } from '../in-progress/span-announcer.ts'
import { startRecordOf } from '../in-progress/start-record.ts'
import { createMetricRecorder, type MetricRecorder } from '../metrics/metric-recorder.ts'
import { createRedactor } from '../redaction/create-redactor.ts'
import type { Redactor } from '../redaction/redactor.ts'
import type { ConsoleWriter, Runtime } from '../runtime/runtime.ts'
import { createSessions, type Sessions } from '../session/sessions.ts'
import { createSpanPipeline } from '../spans/create-span-pipeline.ts'
import type { SpanPipeline } from '../spans/span-pipeline.ts'
import type { SpanTracerProvider } from '../spans/span-tracer-provider.ts'
import { createConsoleSpanProcessor } from './console-span-processor.ts'
import { type ContextRunner, createContextRunner } from './context-runner.ts'
import type { CreateDestination } from './create-destination.ts'
import type { ClosableDiagnostics } from './create-diagnostics.ts'
import { createProviders } from './create-providers.ts'
import { createResource } from './create-resource.ts'
import { createErrorRecorder, type ErrorRecorder } from './error-recorder.ts'
import { createLogRecorder, type LogRecorder } from './log-recorder.ts'
import type { RecordedLog } from './recorded-log.ts'
import type { ResolvedConfig } from './resolved-config.ts'
import { safely } from './safely.ts'
import { createStamp, type Stamp } from './stamp.ts'

/** The parts of one enabled telemetry and all its children. */
export interface TelemetryEngine {
  config: ResolvedConfig
  runtime: Runtime
  diagnostics: ClosableDiagnostics
  redactor: Redactor
  contexts: ContextRunner
  sessions: Sessions
  pipeline: SpanPipeline
  destination: Destination | undefined
  tracerProvider: SpanTracerProvider
  meterProvider: MeterProvider
  loggerProvider: LoggerProvider
  errors: ErrorRecorder
  metrics: MetricRecorder
  logs: LogRecorder
  announcer: SpanAnnouncer
  counts: { logs: number }
  writer(): ConsoleWriter | undefined
}

/** What OpenTelemetry's logger hands to processors; its name differs between versions. */
type WritableLog = Parameters<LogRecordProcessor['onEmit']>[0]

export interface EngineOptions {
  config: ResolvedConfig
  runtime: Runtime
  diagnostics: ClosableDiagnostics
  writer(): ConsoleWriter | undefined
  createDestination: CreateDestination | undefined
}

function createTracing(options: EngineOptions, stamp: Stamp, redactor: Redactor, onEnded: (span: object) => void) {
  const { config, diagnostics } = options
  const pipeline = createSpanPipeline({
    pruning: config.pruning,
    keepErrors: config.sampling.alwaysKeepErrors,
    redactor,
    diagnostics,
    onStart: (span: Span, parentContext) => stamp(parentContext, (key, value) => span.setAttribute(key, value)),
    onEnded,
  })
  if (config.logLevel === 'debug') pipeline.add(createConsoleSpanProcessor(options.writer))
  return pipeline
}

export function createEngine(options: EngineOptions): TelemetryEngine {
  const { config, runtime, diagnostics, writer } = options
  const redactor = createRedactor(config.redaction, diagnostics)
  const contexts = createContextRunner(runtime)
  const sessions = createSessions({
    runtime,
    diagnostics,
    configured: config.sessionId,
    propagate: config.propagateSession,
    activeContext: contexts.active,
    withContext: contexts.with,
  })
  const stamp = createStamp(config.metadata, sessions, redactor)
  const resource = createResource(config, runtime)
  const destination = safely(diagnostics, 'the making of the destination', () =>
    options.createDestination?.({ config, resource, runtime, redactor, diagnostics }),
  )
  const pipeline = createTracing(options, stamp, redactor, (span) => announcer.ended(span))
  if (destination) pipeline.add(destination.spanProcessor)
  const counts = { logs: 0 }
  const deliver = (record: RecordedLog, context: Context) => {
    counts.logs += 1
    // Of the records of others a processor is handed what it may write to; ours are complete.
    destination?.logRecordProcessor.onEmit(record as Partial<WritableLog> as WritableLog, context)
  }
  const logParts = { redactor, sessions, diagnostics, stamp, resource, writer, deliver }
  const logs = createLogRecorder({ ...logParts, level: config.logLevel })
  const metrics = createMetricRecorder(redactor, diagnostics)
  const providers = createProviders({ config, resource, destination, pipeline, stamp, redactor, logs, metrics, counts })
  const engine = {
    config,
    runtime,
    diagnostics,
    redactor,
    contexts,
    sessions,
    pipeline,
    destination,
    ...providers,
    errors: createErrorRecorder(redactor),
    metrics,
    logs,
    counts,
    writer,
  }
  const announcer = createSpanAnnouncer((span, attributes) =>
    safely(diagnostics, 'announce', () => announce(engine, span, attributes)),
  )
  return { ...engine, announcer }
}

function announce(engine: Omit<TelemetryEngine, 'announcer'>, span: Span, attributes: Attributes | undefined): void {
  const { config, redactor, pipeline, logs, loggerProvider } = engine
  const start = startRecordOf(span, { redactor, maxSpanAgeMs: config.pruning.maxSpanAgeMs, attributes })
  if (start === undefined) return
  pipeline.keep(span.spanContext())
  const { name, version } = start.scope
  logs.send(loggerProvider.getLogger(name, version), start.record)
}
