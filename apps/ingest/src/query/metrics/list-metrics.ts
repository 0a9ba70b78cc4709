import type { ListMetricsQuery, MetricList } from '@hanzo/schema/api'
import { z } from 'zod'
import { condition, containsPattern, joinConditions } from '../conditions.ts'
import { type QueryContext, runQuery } from '../run-query.ts'
import { scoped } from '../scope.ts'
import { boundsParams, resolveBounds } from '../time-bounds.ts'
import { metricType, temporality } from './metric-type.ts'
import { SERIES_ALIVE, SERIES_DAYS } from './series-days.ts'

export const metricsMax = 10_000

const row = z.object({
  name: z.string(),
  type: z.number().transform(metricType),
  unit: z.string(),
  description: z.string(),
  temporality: z.number().transform(temporality),
  isMonotonic: z.boolean(),
  serviceNames: z.array(z.string()),
  seriesCount: z.coerce.number(),
  lastSeenUnixSeconds: z.number(),
})

/**
 * Lists the metrics that had points in the range or up to two hours before it, by name, at most `metricsMax`.
 * A name that was sent with several types is listed once for each.
 * @throws {InvalidQueryError}
 */
export async function listMetrics(context: QueryContext, query: ListMetricsQuery): Promise<MetricList> {
  const bounds = resolveBounds(query, context.nowMilliseconds)
  const filter = joinConditions([
    condition(query.service.length > 0, 'service_name IN {service:Array(String)}', { service: query.service }),
    condition(query.text !== '', 'metric_name ILIKE {text:String}', { text: containsPattern(query.text) }),
  ])
  return runQuery(context, {
    sql: `
SELECT
  metric_name AS name,
  metric_series.type AS type,
  argMax(metric_series.unit, metric_series.last_seen) AS unit,
  argMax(metric_series.description, metric_series.last_seen) AS description,
  argMax(metric_series.temporality, metric_series.last_seen) AS temporality,
  argMax(is_monotonic, metric_series.last_seen) AS isMonotonic,
  arraySort(groupUniqArray(100)(service_name)) AS serviceNames,
  uniq(series_id) AS seriesCount,
  toUnixTimestamp(max(metric_series.last_seen)) AS lastSeenUnixSeconds
FROM ${scoped('metric_series')}
  AND ${SERIES_DAYS}
  AND ${SERIES_ALIVE}${filter.sql}
GROUP BY name, type
ORDER BY name, type
LIMIT {limit:UInt32}`,
    params: { ...boundsParams(bounds), ...filter.params, limit: metricsMax },
    row,
  })
}
