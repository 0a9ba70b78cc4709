import {
  type Aggregation,
  aggregationsOf,
  type MetricSeries,
  type MetricSeriesQuery,
  type MetricType,
} from '@hanzo/schema/api'
import { bucketTimes } from '../bucket-step.ts'
import { InvalidQueryError } from '../query-errors.ts'
import { joinReceipts, type QueryContext } from '../run-query.ts'
import { resolveBounds } from '../time-bounds.ts'
import { describeMetric } from './describe-metric.ts'
import { metricStep } from './metric-step.ts'
import { readSeries } from './read-series.ts'

/**
 * Reads a metric over time: one series for each group, the largest first, each with a value or `null` for every bucket.
 * An unknown metric has no series.
 * @throws {InvalidQueryError} for an aggregation that means nothing for the metric's type, or a step too fine for the range.
 */
export async function metricSeries(context: QueryContext, query: MetricSeriesQuery): Promise<MetricSeries> {
  const bounds = resolveBounds(query, context.nowMilliseconds)
  const { metric, receipt: described } = await describeMetric(context, query, bounds)
  const type = metric?.type ?? query.type ?? 'gauge'
  const aggregation = query.aggregation ?? defaultAggregation(type, metric?.isMonotonic ?? true)
  if (!aggregationsOf[type].includes(aggregation)) {
    throw new InvalidQueryError('aggregation', `expected one of ${aggregationsOf[type].join(', ')} for a ${type}`)
  }
  const step = await metricStep(context, { name: query.name, type }, bounds, query.stepSeconds)
  const head = { name: query.name, type, unit: metric?.unit ?? '', aggregation, stepSeconds: step }
  if (!metric) return { ...head, seriesTotal: 0, series: [], receipt: described }
  const { series, seriesTotal, receipt } = await readSeries(context, { query, type, aggregation, bounds, step })
  const times = bucketTimes(bounds, step)
  return {
    ...head,
    seriesTotal,
    series: series.map(({ labels, values }) => ({
      labels: Object.fromEntries(query.groupBy.map((key, index) => [key, labels[index] ?? ''])),
      points: times.map((time): [number, number | null] => [time, values.get(time) ?? null]),
    })),
    receipt: joinReceipts(described, receipt),
  }
}

/** A sum that may fall is a level, such as requests in flight: its rate says nothing. */
function defaultAggregation(type: MetricType, isMonotonic: boolean): Aggregation {
  if (type === 'sum' && !isMonotonic) return 'sum'
  return aggregationsOf[type][0] ?? 'avg'
}
