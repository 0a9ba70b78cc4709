import type { Diagnostic } from './diagnostics.ts'
import type { ResolvedConfig } from './resolved-config.ts'
import type { TelemetryConfig } from './telemetry-config.ts'

export interface ResolveOptions {
  environment: Readonly<Record<string, string | undefined>>
  /** Whether what is recorded is sent somewhere; in production the console is silent then. */
  hasDestination: boolean
  report(diagnostic: Diagnostic): void
}

export function resolveConfig(config: TelemetryConfig, _options: ResolveOptions): ResolvedConfig {
  const environment = config.environment ?? 'development'
  const sampling = typeof config.sampling === 'number' ? { ratio: config.sampling } : (config.sampling ?? {})
  const pruning = typeof config.pruning === 'boolean' ? { enabled: config.pruning } : (config.pruning ?? {})
  return {
    serviceName: config.serviceName ?? 'hanzo-ai',
    serviceVersion: config.serviceVersion,
    environment,
    enabled: config.enabled ?? true,
    logLevel: config.logLevel ?? 'info',
    console: 'json',
    sessionId: config.sessionId,
    metadata: config.metadata ?? {},
    resourceAttributes: config.resourceAttributes ?? {},
    sampling: {
      ratio: sampling.ratio ?? 1,
      rules: sampling.rules ?? [],
      alwaysKeepErrors: sampling.alwaysKeepErrors ?? true,
    },
    pruning: {
      enabled: pruning.enabled ?? true,
      maxSpansPerTrace: pruning.maxSpansPerTrace ?? 1000,
      maxRepeats: pruning.maxRepeats ?? 100,
      minDurationMs: pruning.minDurationMs ?? 0,
      maxSpanAgeMs: pruning.maxSpanAgeMs ?? 1_800_000,
    },
    redaction: {
      ...config.redaction,
      captureContent: config.redaction?.captureContent ?? (environment === 'development' ? 'full' : 'metadata'),
      maxValueLength: config.redaction?.maxValueLength ?? 32_768,
    },
    batch: {
      maxQueueSize: config.batch?.maxQueueSize ?? 2048,
      maxExportBatchSize: config.batch?.maxExportBatchSize ?? 512,
      scheduledDelayMillis: config.batch?.scheduledDelayMillis ?? 2000,
      exportTimeoutMillis: config.batch?.exportTimeoutMillis ?? 10_000,
      maxBufferedBytes: config.batch?.maxBufferedBytes ?? 8 * 1024 * 1024,
      metricIntervalMillis: config.batch?.metricIntervalMillis ?? 15_000,
    },
    spanLimits: { attributeCountLimit: 128, eventCountLimit: 128, linkCountLimit: 128 },
    registerGlobal: config.registerGlobal ?? 'auto',
    propagateSession: config.propagation?.session ?? true,
    shutdownTimeoutMillis: config.shutdownTimeoutMillis ?? 5000,
    flushOnExit: config.flushOnExit ?? true,
    inProgressSpans: config.inProgressSpans ?? false,
    onDiagnostic: config.onDiagnostic,
  }
}
