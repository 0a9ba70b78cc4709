import type { Meter, ObservableResult } from '@opentelemetry/api'
import type { TelemetryStats } from './telemetry-stats.ts'

const SIGNALS = [
  ['spans', 'otel.sdk.exporter.span.exported', '{span}'],
  ['logs', 'otel.sdk.exporter.log.exported', '{log_record}'],
  ['metrics', 'otel.sdk.exporter.metric_data_point.exported', '{data_point}'],
] as const

/**
 * Tells with the metrics what became of all records: those sent, and with `error.type` those lost, by reason. Read when metrics are, so that it costs
 * nothing between.
 * @see https://opentelemetry.io/docs/specs/semconv/otel/sdk-metrics/
 */
export function observeStats(meter: Meter, stats: () => TelemetryStats): void {
  for (const [signal, name, unit] of SIGNALS) {
    const counter = meter.createObservableCounter(name, { unit })
    counter.addCallback((result) => observe(result, stats()[signal]))
  }
}

function observe(result: ObservableResult, counts: { exported: number; dropped: Record<string, number> }): void {
  if (counts.exported > 0) result.observe(counts.exported)
  for (const [reason, count] of Object.entries(counts.dropped)) {
    // What was left out on purpose is no loss.
    if (count > 0 && reason !== 'pruned' && reason !== 'unsampled') result.observe(count, { 'error.type': reason })
  }
}
