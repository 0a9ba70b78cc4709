import type { MetricAttributes, metricAttributesQuerySchema } from '@hanzo/schema/api'
import { z } from 'zod'
import { type QueryContext, runQuery } from '../run-query.ts'
import { scoped } from '../scope.ts'
import { boundsParams, resolveBounds } from '../time-bounds.ts'
import { SERIES_ALIVE, SERIES_DAYS } from './series-days.ts'

const keysMax = 200
const valuesMax = 100

const METRIC_ATTRIBUTES = `
WITH series AS (
  SELECT series_id, any(attributes) AS own, any(resource_id) AS resource_id
  FROM ${scoped('metric_series')}
    AND metric_name = {name:String}
    AND ${SERIES_DAYS}
    AND ${SERIES_ALIVE}
  GROUP BY series_id
)
SELECT
  pair.1 AS key,
  topK(${valuesMax})(pair.2) AS values,
  uniq(pair.2) AS valueCount
FROM (
  SELECT arrayJoin(arrayZip(mapKeys(own), mapValues(own))) AS pair FROM series
  UNION ALL
  SELECT arrayJoin(arrayZip(mapKeys(attributes), mapValues(attributes))) AS pair
  FROM ${scoped('resources')}
    AND resource_id IN (SELECT resource_id FROM series)
)
GROUP BY key
ORDER BY valueCount DESC, key
LIMIT {limit:UInt32}`

const row = z.object({
  key: z.string(),
  values: z.array(z.string()),
  valueCount: z.coerce.number(),
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
  return { attributes: rows.map((attribute) => ({ ...attribute, values: attribute.values.sort() })), receipt }
}
