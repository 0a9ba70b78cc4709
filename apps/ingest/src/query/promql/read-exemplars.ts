import { z } from 'zod'
import type { Labels } from '../../promql/evaluate/labels.ts'
import { attributeLabels } from '../../promql/names/series-labels.ts'
import type { Matcher } from '../../promql/parse/ast.ts'
import { float64, textMap } from '../attributes.ts'
import { type QueryContext, runQuery } from '../run-query.ts'
import { scoped } from '../scope.ts'
import { type FoundMetric, findSeries } from './find-series.ts'
import type { MetricCatalog, PromqlBounds } from './metric-catalog.ts'

/** Of each metric the newest. */
const exemplarsMax = 1_000

const EXEMPLARS = `
SELECT
  toString(series_id) AS id,
  toFloat64(toUnixTimestamp64Milli(timestamp)) AS time,
  value,
  lower(hex(trace_id)) AS traceId,
  lower(hex(span_id)) AS spanId,
  attributes
FROM ${scoped('metric_exemplars')}
  AND metric_name = {name:String}
  AND timestamp >= fromUnixTimestamp64Milli({from:Int64}, 'UTC')
  AND timestamp <= fromUnixTimestamp64Milli({to:Int64}, 'UTC')
ORDER BY timestamp DESC
LIMIT {limit:UInt32}`

const row = z.object({
  id: z.string().transform(BigInt),
  time: z.number(),
  value: float64,
  traceId: z.string(),
  spanId: z.string(),
  attributes: textMap,
})

export interface SeriesExemplars {
  labels: Labels
  /** Times in milliseconds, the oldest first. */
  exemplars: { labels: Record<string, string>; time: number; value: number }[]
}

/** Measurements that lead to a trace, of every series that the selectors find. */
export async function readExemplars(
  context: QueryContext,
  catalog: MetricCatalog,
  selectors: readonly Matcher[][],
  bounds: PromqlBounds,
): Promise<SeriesExemplars[]> {
  const found = new Map<string, SeriesExemplars>()
  for (const matchers of selectors) {
    for (const metric of await findSeries(context, catalog, matchers, bounds)) {
      for (const one of await exemplarsOf(context, metric, bounds)) found.set(one.labels.key, one)
    }
  }
  return [...found.values()]
}

async function exemplarsOf(
  context: QueryContext,
  { metric, wanted }: FoundMetric,
  bounds: PromqlBounds,
): Promise<SeriesExemplars[]> {
  const params = { ...bounds, name: metric.name, limit: exemplarsMax }
  const { rows } = await runQuery(context, { sql: EXEMPLARS, params, row })
  const ofSeries = new Map<bigint, SeriesExemplars['exemplars']>()
  // The newest come first.
  for (const { id, time, value, traceId, spanId, attributes } of rows.reverse()) {
    const labels = {
      ...Object.fromEntries(attributeLabels(attributes, 'translated')),
      trace_id: traceId,
      span_id: spanId,
    }
    const exemplars = ofSeries.get(id) ?? []
    exemplars.push({ labels, time, value })
    ofSeries.set(id, exemplars)
  }
  return wanted.flatMap(({ id, labels }) => {
    const exemplars = ofSeries.get(id)
    return exemplars ? [{ labels, exemplars }] : []
  })
}
