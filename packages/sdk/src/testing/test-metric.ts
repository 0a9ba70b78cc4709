import { type DataPoint, DataPointType, type MetricData, type ResourceMetrics } from '@opentelemetry/sdk-metrics'

/** One metric under one set of tags, since the telemetry was made or reset. */
export interface TestMetric {
  name: string
  /** A counter that goes up and down, and a plain one, are both `sum`. */
  type: 'sum' | 'gauge' | 'histogram'
  unit: string
  tags: Record<string, unknown>
  /** The sum of a counter, the last value of a gauge, the sum of what a histogram was given. */
  value: number
  /** Of histograms. */
  count?: number
  min?: number | undefined
  max?: number | undefined
}

/** Puts what was read since the last time to what is known. */
export function mergeMetrics(known: Map<string, TestMetric>, read: ResourceMetrics): void {
  for (const { metrics } of read.scopeMetrics) {
    for (const metric of metrics) for (const point of metric.dataPoints) merge(known, toTestMetric(metric, point))
  }
}

function merge(known: Map<string, TestMetric>, metric: TestMetric): void {
  const key = JSON.stringify([metric.name, Object.entries(metric.tags).sort()])
  const before = known.get(key)
  known.set(key, before && metric.type !== 'gauge' ? added(before, metric) : metric)
}

function added(one: TestMetric, other: TestMetric): TestMetric {
  const value = one.value + other.value
  if (other.type === 'sum') return { ...other, value }
  const least = smallest(one.min, other.min)
  return { ...other, value, count: (one.count ?? 0) + (other.count ?? 0), min: least, max: largest(one.max, other.max) }
}

function smallest(one: number | undefined, other: number | undefined): number | undefined {
  return one === undefined || other === undefined ? (one ?? other) : Math.min(one, other)
}

function largest(one: number | undefined, other: number | undefined): number | undefined {
  return one === undefined || other === undefined ? (one ?? other) : Math.max(one, other)
}

interface Distribution {
  sum?: number
  count: number
  min?: number
  max?: number
}

function toTestMetric({ descriptor, dataPointType }: MetricData, point: DataPoint<unknown>): TestMetric {
  const shared = { name: descriptor.name, unit: descriptor.unit, tags: { ...point.attributes } }
  if (dataPointType === DataPointType.SUM) return { ...shared, type: 'sum', value: point.value as number }
  if (dataPointType === DataPointType.GAUGE) return { ...shared, type: 'gauge', value: point.value as number }
  const { sum = 0, count, min, max } = point.value as Distribution
  return { ...shared, type: 'histogram', value: sum, count, min, max }
}
