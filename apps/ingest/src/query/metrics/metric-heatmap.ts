import type { MetricHeatmap, MetricHeatmapQuery, MetricType, Receipt } from '@hanzo/schema/api'
import type { z } from 'zod'
import { bucketTimes } from '../bucket-step.ts'
import { InvalidQueryError } from '../query-errors.ts'
import { joinReceipts, type QueryContext, runQuery } from '../run-query.ts'
import { searchOfSeries } from '../search-filter.ts'
import { resolveBounds } from '../time-bounds.ts'
import { describeMetric } from './describe-metric.ts'
import { explicitBuckets, explicitRow } from './explicit-histogram.ts'
import { bucketKeyBase, exponentialBuckets, exponentialRow } from './exponential-histogram.ts'
import { heatmapRows, type ValueBucket } from './heatmap-rows.ts'
import { metricsStep } from './metric-step.ts'
import { type PointReading, pointParams, pointSource } from './point-source.ts'
import { seriesLabels } from './series-labels.ts'

/** Histograms of a metric seldom have more than one set of bounds. */
const bucketRowsMax = 10_000

/**
 * Counts the new measurements of a histogram's series together, by time and value.
 * @returns no cells for a metric that is not known.
 * @throws {InvalidQueryError} for a metric that is no histogram, {@link InvalidSearchError}
 */
export async function metricHeatmap(context: QueryContext, query: MetricHeatmapQuery): Promise<MetricHeatmap> {
  const bounds = resolveBounds(query, context.nowMilliseconds)
  const search = searchOfSeries(query.query, 'query')
  const { metric, receipt: described } = await describeMetric(context, query, bounds)
  const type = metric?.type ?? query.type ?? 'histogram'
  if (type !== 'histogram' && type !== 'exponential_histogram') {
    throw new InvalidQueryError('name', `expected a histogram, and ${query.name} is a ${type}`)
  }
  const metrics = metric ? [{ name: query.name, type }] : []
  const step = await metricsStep(context, metrics, bounds, { asked: undefined, pointsMax: query.buckets })
  const times = bucketTimes(bounds, step)
  const head = { name: query.name, type, unit: metric?.unit ?? '', stepSeconds: step, times }
  if (!metric) return { ...head, bounds: [], cells: [], receipt: described }
  const from = { source: pointSource(type, bounds, step), temporality: metric.temporalities }
  const labels = seriesLabels({ name: query.name, type, search, groupBy: [] })
  const { columns, receipt } = await readColumns(context, type, {
    sql: (buckets) => `${labels.sql}${buckets}`,
    params: {
      ...labels.params,
      ...pointParams(bounds, step),
      from: bounds.fromMilliseconds,
      to: bounds.toMilliseconds,
      limit: bucketRowsMax,
    },
    from,
  })
  const start = times[0] ?? 0
  const found = heatmapRows(columns, query.rows)
  return {
    ...head,
    bounds: found.bounds.map((bound) => (Number.isFinite(bound) ? bound : null)),
    cells: found.cells.map(([time, row, count]): [number, number, number] => [(time - start) / step, row, count]),
    receipt: joinReceipts(described, receipt),
  }
}

interface Asked {
  sql: (buckets: string) => string
  params: Record<string, unknown>
  from: PointReading
}

type Columns = Map<number, ValueBucket[]>

async function readColumns(
  context: QueryContext,
  type: MetricType,
  { sql, params, from }: Asked,
): Promise<{ columns: Columns; receipt: Receipt }> {
  const columns: Columns = new Map()
  const add = (time: number, buckets: ValueBucket[]) => columns.set(time, [...(columns.get(time) ?? []), ...buckets])
  if (type === 'histogram') {
    const { rows, receipt } = await runQuery(context, { sql: sql(explicitBuckets(from)), params, row: explicitRow })
    for (const row of rows) add(row.time, explicitColumn(row))
    return { columns, receipt }
  }
  const { rows, receipt } = await runQuery(context, {
    ...{ sql: sql(exponentialBuckets(from)), params },
    row: exponentialRow,
  })
  for (const row of rows) add(row.time, exponentialColumn(row))
  return { columns, receipt }
}

function explicitColumn({ bounds, counts }: z.output<typeof explicitRow>): ValueBucket[] {
  return counts.map((count, index) => ({
    from: bounds[index - 1] ?? Number.NEGATIVE_INFINITY,
    to: bounds[index] ?? Number.POSITIVE_INFINITY,
    count,
  }))
}

function exponentialColumn({ scale, keys, counts }: z.output<typeof exponentialRow>): ValueBucket[] {
  const edge = (index: number): number => 2 ** (index / 2 ** scale)
  return keys.map((key, at) => {
    const count = counts[at] ?? 0
    if (key === 0) return { from: 0, to: 0, count }
    const index = Math.abs(key) - bucketKeyBase
    return key > 0
      ? { from: edge(index), to: edge(index + 1), count }
      : { from: -edge(index + 1), to: -edge(index), count }
  })
}
