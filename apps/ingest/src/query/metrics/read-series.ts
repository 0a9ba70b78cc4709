import type { Aggregation, MetricSeriesQuery, MetricType, Receipt } from '@hanzo/schema/api'
import { z } from 'zod'
import { type QueryContext, runQuery } from '../run-query.ts'
import type { TimeBounds } from '../time-bounds.ts'
import { explicitBuckets, explicitPoints, explicitRow } from './explicit-histogram.ts'
import { EXPONENTIAL_BUCKETS, exponentialPoints, exponentialRow } from './exponential-histogram.ts'
import { increaseValues } from './increases.ts'
import { numberValues } from './number-values.ts'
import { type PointSource, pointParams, pointSource } from './point-source.ts'
import { seriesLabels } from './series-labels.ts'
import { SUMMARY_QUANTILES } from './summary-values.ts'

/** What is drawn, decided. */
export interface SeriesPlan {
  query: MetricSeriesQuery
  type: MetricType
  aggregation: Aggregation
  bounds: TimeBounds
  step: number
}

/** A group's values by the start of their bucket, Unix seconds. */
export interface ReadSeries {
  labels: string[]
  values: Map<number, number | undefined>
}

export interface ReadAnswer {
  series: ReadSeries[]
  seriesTotal: number
  receipt: Receipt
}

const quantiles: Partial<Record<Aggregation, number>> = { p50: 0.5, p75: 0.75, p90: 0.9, p95: 0.95, p99: 0.99 }

/** Reads the values of a metric, the largest groups first. */
export async function readSeries(context: QueryContext, plan: SeriesPlan): Promise<ReadAnswer> {
  const { query, type, aggregation, bounds, step } = plan
  const source = pointSource(type, bounds, step)
  const labels = seriesLabels(query, type)
  const quantile = quantiles[aggregation]
  const bind = (sql: string) => ({
    sql: `${labels.sql}${sql}`,
    params: {
      ...labels.params,
      ...pointParams(bounds, step),
      from: bounds.fromMilliseconds,
      to: bounds.toMilliseconds,
      limit: query.limit,
      isCounter: type !== 'sum' && type !== 'gauge',
      ...(quantile !== undefined && { quantile }),
    },
  })
  if (quantile !== undefined && type === 'histogram') {
    const answer = await runQuery(context, { ...bind(explicitBuckets(source)), row: explicitRow })
    return read(answer, ({ points }) => explicitPoints(points, quantile))
  }
  if (quantile !== undefined && type === 'exponential_histogram') {
    const answer = await runQuery(context, { ...bind(EXPONENTIAL_BUCKETS), row: exponentialRow })
    return read(answer, ({ points }) => exponentialPoints(points, quantile))
  }
  const answer = await runQuery(context, { ...bind(largestFirst(values(type, aggregation, source))), row: valueRow })
  return read(answer, ({ points }) => points)
}

function values(type: MetricType, aggregation: Aggregation, source: PointSource): string {
  if (quantiles[aggregation] !== undefined) return SUMMARY_QUANTILES
  const isLevel = type === 'gauge' || (type === 'sum' && aggregation !== 'rate' && aggregation !== 'increase')
  const sql = isLevel ? numberValues(aggregation, source) : increaseValues(aggregation, type, source)
  if (sql === undefined) throw new TypeError(`${aggregation} of ${type} has no query`)
  return sql
}

/** Groups the values of each series of a chart; `count() OVER ()` counts the groups before the limit cuts them. */
const largestFirst = (sql: string): string => `
SELECT labels, groupArray(tuple(time, value)) AS points, count() OVER () AS seriesTotal
FROM (${sql}
)
WHERE isFinite(value)
GROUP BY labels
ORDER BY avg(value) DESC, labels
LIMIT {limit:UInt32}`

const valueRow = z.object({
  labels: z.array(z.string()),
  points: z.array(z.tuple([z.coerce.number(), z.number()])),
  seriesTotal: z.coerce.number(),
})

function read<Row extends { labels: string[]; seriesTotal: number }>(
  { rows, receipt }: { rows: Row[]; receipt: Receipt },
  points: (row: Row) => Iterable<[number, number | undefined]>,
): ReadAnswer {
  return {
    series: rows.map((row) => ({ labels: row.labels, values: new Map(points(row)) })),
    seriesTotal: rows[0]?.seriesTotal ?? 0,
    receipt,
  }
}
