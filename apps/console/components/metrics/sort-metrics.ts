import type { MetricSummary } from '@hanzo/schema/api'
import type { MetricsSearch } from './metric-search-params.ts'

/** Metrics in an order: by name, or the greatest of a figure first and then by name. */
export function sortMetrics(metrics: readonly MetricSummary[], sort: MetricsSearch['sort']): MetricSummary[] {
  const figure = (metric: MetricSummary) =>
    ({
      name: 0,
      series: metric.seriesCount,
      samples: metric.samplesPerSecond,
      lastSeen: metric.lastSeenUnixSeconds,
    })[sort]
  // They come by name, and sorting keeps the order of equals.
  return [...metrics].sort((a, b) => figure(b) - figure(a))
}
