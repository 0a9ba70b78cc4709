import { z } from 'zod'
import { printFloat } from '../../promql/evaluate/print-float.ts'
import { float64 } from '../attributes.ts'
import { condition } from '../conditions.ts'
import { pointTable } from '../metrics/metric-type.ts'
import { type QueryContext, runQuery } from '../run-query.ts'
import { scoped } from '../scope.ts'
import type { CatalogMetric, PromqlBounds } from './metric-catalog.ts'

/** Bounds are looked for in the last of these: they do not change while a sender runs. */
const recentMilliseconds = 3_600_000

const readSql = (type: 'histogram' | 'summary', filter: string) => `
SELECT arraySort(groupUniqArrayArray(10000)(${type === 'histogram' ? 'explicit_bounds' : 'quantiles'})) AS bounds
FROM ${scoped(pointTable[type])}${filter}
  AND timestamp >= fromUnixTimestamp64Milli({from:Int64}, 'UTC')
  AND timestamp <= fromUnixTimestamp64Milli({to:Int64}, 'UTC')`

const row = z.object({ bounds: z.array(float64) })

/**
 * The values of `le` or `quantile` that a metric's series have, of its last hour in the range. Those of exponential
 * histograms are known from their points alone: of them `+Inf` is told.
 * @param metric all metrics of its type where it has no name.
 */
export async function partLabelValues(
  context: QueryContext,
  metric: Pick<CatalogMetric, 'type'> & { name?: string },
  { from, to }: PromqlBounds,
): Promise<string[]> {
  if (metric.type !== 'histogram' && metric.type !== 'summary') return ['+Inf']
  const { name } = metric
  const filter = condition(name !== undefined, 'metric_name = {name:String}', { name })
  const { rows } = await runQuery(context, {
    sql: readSql(metric.type, filter.sql),
    params: { ...filter.params, from: Math.max(from, to - recentMilliseconds), to },
    row,
  })
  const bounds = rows[0]?.bounds ?? []
  const values = metric.type === 'histogram' ? [...bounds, Number.POSITIVE_INFINITY] : bounds
  return values.map(printFloat)
}
