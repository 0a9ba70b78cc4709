export type { Span } from '@opentelemetry/api'
export { SpanKind, SpanStatusCode } from '@opentelemetry/api'
export type { Diagnostic, LogLevel } from './diagnostics.ts'
export { getTelemetry } from './get-telemetry.ts'
export { setTelemetry } from './global-telemetry.ts'
export type { MetricTags } from './metric-tags.ts'
export type { SpanProcessorLike } from './span-processor-like.ts'
export { Telemetry } from './telemetry.ts'
export type {
  BatchOptions,
  ContentCapture,
  PruningOptions,
  RedactionOptions,
  RedactionPlace,
  SamplingOptions,
  SamplingRule,
  TelemetryConfig,
} from './telemetry-config.ts'
export type { TelemetryCore } from './telemetry-core.ts'
export type { TelemetryStats } from './telemetry-stats.ts'
export type { SpanEvent, TraceOptions } from './trace-options.ts'
