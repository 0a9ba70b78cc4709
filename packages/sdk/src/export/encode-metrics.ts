import type { MetricData, ResourceMetrics, ScopeMetrics } from '@opentelemetry/sdk-metrics'
import { type EncodeOptions, encodeRecords } from './encode-records.ts'
import type { OtlpCodec } from './otlp-codec.ts'

interface ScopedMetric {
  scope: ScopeMetrics['scope']
  metric: MetricData
}

/** Encodes one collection into the buffer, as many metrics at a time as make a batch; a metric with more points than that is divided once encoded. */
export function encodeMetrics(
  { resource, scopeMetrics }: ResourceMetrics,
  codec: OtlpCodec,
  options: EncodeOptions,
): void {
  const encode = (items: ScopedMetric[]) => codec.encode.metrics({ resource, scopeMetrics: byScope(items) })
  const flush = (items: ScopedMetric[]) => encodeRecords(items, encode, pointsOf, options)
  let next: ScopedMetric[] = []
  let points = 0
  for (const { scope, metrics } of scopeMetrics) {
    for (const metric of metrics) {
      if (next.length > 0 && points + metric.dataPoints.length > options.size.records()) {
        flush(next)
        next = []
        points = 0
      }
      next.push({ scope, metric })
      points += metric.dataPoints.length
    }
  }
  flush(next)
}

/** How many points a collection holds. */
export function countPoints({ scopeMetrics }: ResourceMetrics): number {
  return scopeMetrics.reduce(
    (sum, { metrics }) => sum + metrics.reduce((points, metric) => points + metric.dataPoints.length, 0),
    0,
  )
}

function pointsOf({ metric }: ScopedMetric): number {
  return metric.dataPoints.length
}

function byScope(items: ScopedMetric[]): ScopeMetrics[] {
  const scopes: ScopeMetrics[] = []
  for (const { scope, metric } of items) {
    const last = scopes.at(-1)
    if (last?.scope === scope) last.metrics.push(metric)
    else scopes.push({ scope, metrics: [metric] })
  }
  return scopes
}
