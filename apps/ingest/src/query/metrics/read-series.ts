import type { Aggregation, MetricType, Receipt, SeriesChoice } from '@hanzo/schema/api'
import { z } from 'zod'
import { type QueryContext, runQuery } from '../run-query.ts'
import type { TimeBounds } from '../time-bounds.ts'
import { explicitQuantiles } from './explicit-histogram.ts'
import { exponentialQuantiles } from './exponential-histogram.ts'
import { increaseValues } from './increases.ts'
import { numberValues } from './number-values.ts'
import { type PointReading, pointParams, pointSource } from './point-source.ts'
import { type ChosenSeries, seriesLabels } from './series-labels.ts'
import { SUMMARY_QUANTILES } from './summary-values.ts'

/** What is drawn, decided. */
export interface SeriesPlan extends ChosenSeries {
  temporality: PointReading['temporality']
  /** One that the type has, or a quantile from 0 to 1. */
  aggregation: Aggregation | number
  bounds: TimeBounds
  step: number
  choice: SeriesChoice
}

/** A group's values by the start of their bucket, Unix seconds. */
export interface ReadSeries {
  labels: string[]
  values: Map<number, number>
}

export interface ReadAnswer {
  series: ReadSeries[]
  seriesTotal: number
  receipt: Receipt
}

const quantiles: Partial<Record<Aggregation, number>> = { p50: 0.5, p75: 0.75, p90: 0.9, p95: 0.95, p99: 0.99 }

function quantileOf(aggregation: Aggregation | number): number | undefined {
  return typeof aggregation === 'number' ? aggregation : quantiles[aggregation]
}

/** Reads the values of a metric, of the chosen groups. */
export async function readSeries(context: QueryContext, plan: SeriesPlan): Promise<ReadAnswer> {
  const { type, aggregation, bounds, step, choice } = plan
  const from = { source: pointSource(type, bounds, step), temporality: plan.temporality }
  const labels = seriesLabels(plan)
  const quantile = quantileOf(aggregation)
  const { rows, receipt } = await runQuery(context, {
    sql: `${labels.sql}${chosenFirst(valuesSql(plan, from), choice)}`,
    params: {
      ...labels.params,
      ...pointParams(bounds, step),
      from: bounds.fromMilliseconds,
      to: bounds.toMilliseconds,
      limit: choice.limit,
      isCounter: type !== 'sum' && type !== 'gauge',
      ...(quantile !== undefined && { quantile }),
    },
    row: valueRow,
  })
  return {
    series: rows.map((row) => ({ labels: row.labels, values: new Map(row.points) })),
    seriesTotal: rows[0]?.seriesTotal ?? 0,
    receipt,
  }
}

/** `labels, time, value` of every group. */
function valuesSql({ type, aggregation }: SeriesPlan, from: PointReading): string {
  if (typeof aggregation === 'number' || quantiles[aggregation] !== undefined) return quantileSql(type, from)
  const isLevel = type === 'gauge' || (type === 'sum' && aggregation !== 'rate' && aggregation !== 'increase')
  const sql = isLevel ? numberValues(aggregation, from.source) : increaseValues(aggregation, type, from)
  if (sql === undefined) throw new TypeError(`${aggregation} of ${type} has no query`)
  return sql
}

function quantileSql(type: MetricType, from: PointReading): string {
  if (type === 'histogram') return explicitQuantiles(from)
  return type === 'exponential_histogram' ? exponentialQuantiles(from) : SUMMARY_QUANTILES
}

const measures: Record<SeriesChoice['by'], string> = {
  mean: 'avg(value)',
  last: 'argMax(value, time)',
  max: 'max(value)',
  sum: 'sum(value)',
}

/** Groups the values of each series of a chart; `count() OVER ()` counts the groups before the limit cuts them. */
const chosenFirst = (sql: string, { by, order }: SeriesChoice): string => `
SELECT labels, groupArray(tuple(time, value)) AS points, count() OVER () AS seriesTotal
FROM (${sql}
)
WHERE isFinite(value)
GROUP BY labels
ORDER BY ${measures[by]} ${order === 'top' ? 'DESC' : 'ASC'}, labels
LIMIT {limit:UInt32}`

const valueRow = z.object({
  labels: z.array(z.string()),
  points: z.array(z.tuple([z.coerce.number(), z.number()])),
  seriesTotal: z.coerce.number(),
})
