import type { MetricSeriesQuery } from '@hanzo/schema/api'
import { metricTypeCode } from '@hanzo/schema/row'
import { z } from 'zod'
import { condition } from '../conditions.ts'
import { type QueryContext, runQuery } from '../run-query.ts'
import { scoped } from '../scope.ts'
import { boundsParams, type TimeBounds } from '../time-bounds.ts'
import { metricType } from './metric-type.ts'
import type { PointReading } from './point-source.ts'
import { SERIES_DAYS } from './series-days.ts'

const row = z.object({
  type: z.number().transform(metricType),
  unit: z.string(),
  temporalities: z.array(z.number()).transform(readTemporalities),
  isMonotonic: z.boolean(),
})

/** OTLP's 1 is delta; all others are read as they stand. */
function readTemporalities(codes: number[]): PointReading['temporality'] {
  const deltas = codes.filter((code) => code === 1).length
  if (deltas === 0) return 'cumulative'
  return deltas === codes.length ? 'delta' : 'mixed'
}

/** Reads what a metric is: of several types that share its name the one with the newest points. */
export async function describeMetric(
  context: QueryContext,
  query: Pick<MetricSeriesQuery, 'name' | 'type'>,
  bounds: TimeBounds,
) {
  const { type } = query
  const ofType = condition(type !== undefined, 'type = {type:UInt8}', type && { type: metricTypeCode[type] })
  const { rows, receipt } = await runQuery(context, {
    sql: `
SELECT
  metric_series.type AS type,
  argMax(metric_series.unit, metric_series.last_seen) AS unit,
  groupUniqArray(metric_series.temporality) AS temporalities,
  argMax(is_monotonic, metric_series.last_seen) AS isMonotonic
FROM ${scoped('metric_series')}
  AND metric_name = {name:String}
  AND ${SERIES_DAYS}${ofType.sql}
GROUP BY type
ORDER BY max(metric_series.last_seen) DESC, type
LIMIT 1`,
    params: { ...boundsParams(bounds), ...ofType.params, name: query.name },
    row,
  })
  return { metric: rows[0], receipt }
}
