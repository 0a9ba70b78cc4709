import type { MetricAttributes, metricAttributesQuerySchema } from '@hanzo/schema/api'
import { z } from 'zod'
import { type QueryContext, runQuery } from '../run-query.ts'
import { scoped } from '../scope.ts'
import { boundsParams, resolveBounds } from '../time-bounds.ts'
import { SERIES_ALIVE, SERIES_DAYS } from './series-days.ts'

const keysMax = 200
const valuesMax = 100

/**
 * A series is told from others by its type, service, resource, scope and attributes: what is left of them without a key
 * is as many series as there would be without it.
 */
const METRIC_ATTRIBUTES = `
WITH series AS (
  SELECT
    series_id,
    any(attributes) AS own,
    any(metric_series.resource_id) AS resource_id,
    any(cityHash64(type, metric_series.resource_id, scope_name, scope_version)) AS rest
  FROM ${scoped('metric_series')}
    AND metric_name = {name:String}
    AND ${SERIES_DAYS}
    AND ${SERIES_ALIVE}
  GROUP BY series_id
)
SELECT
  key,
  is_resource AS isResource,
  topK(${valuesMax})(value) AS values,
  uniq(value) AS valueCount,
  uniq(series_id) AS seriesCount,
  if(is_resource, NULL, uniq(without) + (SELECT uniq(series_id) FROM series) - seriesCount) AS seriesWithout,
  (SELECT uniq(series_id) FROM series) AS total
FROM (
  SELECT
    series_id,
    arrayJoin(mapKeys(own)) AS key,
    own[key] AS value,
    false AS is_resource,
    cityHash64(rest, arraySort(mapKeys(own)), mapValues(mapSort(mapFilter((name, held) -> name != key, own)))) AS without
  FROM series
  UNION ALL
  SELECT series_id, pair.1 AS key, pair.2 AS value, true AS is_resource, 0 AS without
  FROM series
  INNER JOIN (
    SELECT resource_id, arrayJoin(arrayZip(mapKeys(attributes), mapValues(attributes))) AS pair
    FROM ${scoped('resources')}
      AND resource_id IN (SELECT resource_id FROM series)
  ) AS of_resource USING (resource_id)
)
GROUP BY key, is_resource
ORDER BY valueCount DESC, key
LIMIT {limit:UInt32}`

const row = z.object({
  key: z.string(),
  isResource: z.boolean(),
  values: z.array(z.string()),
  valueCount: z.coerce.number(),
  seriesCount: z.coerce.number(),
  seriesWithout: z.coerce.number().nullable(),
  total: z.coerce.number(),
})

/**
 * Lists what a metric can be grouped and filtered by: the attributes of its series and of their resources.
 * @returns keys with the most values first; of each at most 100 values.
 * @throws {InvalidQueryError}
 */
export async function listMetricAttributes(
  context: QueryContext,
  query: z.output<typeof metricAttributesQuerySchema>,
): Promise<MetricAttributes> {
  const bounds = resolveBounds(query, context.nowMilliseconds)
  const { rows, receipt } = await runQuery(context, {
    sql: METRIC_ATTRIBUTES,
    params: { ...boundsParams(bounds), name: query.name, limit: keysMax },
    row,
  })
  return {
    seriesCount: rows[0]?.total ?? 0,
    attributes: rows.map(({ total: _, ...attribute }) => ({ ...attribute, values: attribute.values.sort() })),
    receipt,
  }
}
