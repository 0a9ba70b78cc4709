import type { MetricSeries, MetricSeriesQuery } from '@hanzo/schema/api'
import { bucketTimes } from '../bucket-step.ts'
import { joinReceipts, type QueryContext } from '../run-query.ts'
import { seriesSearch } from '../search-filter.ts'
import { resolveBounds } from '../time-bounds.ts'
import { chooseAggregation } from './choose-aggregation.ts'
import { describeMetric } from './describe-metric.ts'
import { metricsStep } from './metric-step.ts'
import { readSeries } from './read-series.ts'

const pointsMax = 150

/**
 * Reads a metric over time: one series for each group, the largest first, each with a value or `null` for every bucket.
 * An unknown metric has no series.
 * @throws {InvalidQueryError} for an aggregation that means nothing for the metric's type, or a step too fine for the range.
 */
export async function metricSeries(context: QueryContext, query: MetricSeriesQuery): Promise<MetricSeries> {
  const bounds = resolveBounds(query, context.nowMilliseconds)
  const { metric, receipt: described } = await describeMetric(context, query, bounds)
  const type = metric?.type ?? query.type ?? 'gauge'
  const aggregation = chooseAggregation(query.aggregation, type, metric?.isMonotonic ?? true, 'aggregation')
  const step = await metricsStep(context, [{ name: query.name, type }], bounds, {
    asked: query.stepSeconds,
    pointsMax,
  })
  const head = { name: query.name, type, unit: metric?.unit ?? '', aggregation, stepSeconds: step }
  if (!metric) return { ...head, seriesTotal: 0, series: [], receipt: described }
  const { series, seriesTotal, receipt } = await readSeries(context, {
    ...{ name: query.name, type, search: seriesSearch(query), groupBy: query.groupBy },
    temporality: metric.temporalities,
    ...{ aggregation, bounds, step, choice: { limit: query.limit, by: 'mean', order: 'top' } },
  })
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
