import type { MetricSummary } from '@hanzo/schema/api'
import type { MetricsSearch } from './metric-search-params.ts'

/** Metrics whose name, description, unit or service contains every word, by name. */
export function matchingMetrics(metrics: readonly MetricSummary[], text: string): MetricSummary[] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean)
  const contains = (metric: MetricSummary) => {
    const all = [metric.name, metric.description, metric.unit, ...metric.serviceNames].join('\n').toLowerCase()
    return words.every((word) => all.includes(word))
  }
  return metrics
    .filter(contains)
    .sort((a, b) => (a.name === b.name ? (a.type < b.type ? -1 : 1) : a.name < b.name ? -1 : 1))
}

/** The metric of the URL; where it names no type, the first of its name. */
export function chosenMetric(
  all: readonly MetricSummary[],
  search: Pick<MetricsSearch, 'metric' | 'type'>,
): MetricSummary | undefined {
  if (search.metric === null) return undefined
  const named = all.filter(({ name }) => name === search.metric)
  return named.find(({ type }) => type === search.type) ?? named[0]
}
