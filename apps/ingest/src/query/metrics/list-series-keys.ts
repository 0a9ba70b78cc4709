import { type AttributeKeyList, type AttributeKeysQuery, attributeKeySchema } from '@hanzo/schema/api'
import { attributeTypeCode } from '@hanzo/schema/row'
import { z } from 'zod'
import { type Conditions, condition } from '../conditions.ts'
import { type QueryContext, runQuery } from '../run-query.ts'
import { scoped } from '../scope.ts'
import { boundsParams, resolveBounds } from '../time-bounds.ts'
import { SERIES_ALIVE, SERIES_DAYS } from './series-days.ts'

/** The series that are alive in the range, of one metric or of all. */
export function aliveSeries(columns: string, metric: string | undefined): Conditions {
  const ofMetric = condition(metric !== undefined, 'metric_name = {metric:String}', { metric })
  return {
    sql: `
    SELECT ${columns}
    FROM ${scoped('metric_series')}
      AND ${SERIES_DAYS}
      AND ${SERIES_ALIVE}${ofMetric.sql}`,
    params: ofMetric.params,
  }
}

/** Resources are few beside series: what they have is counted by how many series have them. */
const KEYS = (own: string, resources: string): string => `
SELECT
  key,
  sum(series) AS count,
  0 AS otherCount,
  groupArray((code, series)) AS types,
  formatDateTime(max(seen), '%Y-%m-%dT%H:%i:%SZ', 'UTC') AS lastSeen
FROM (
  SELECT key, code, sum(found) AS series, max(last) AS seen
  FROM (
    SELECT key, attribute_types[key] AS code, uniqExact(series_id) AS found, max(last_seen) AS last
    FROM (${own})
    ARRAY JOIN mapKeys(attributes) AS key
    GROUP BY key, code
    UNION ALL
    SELECT key, attribute_types[key] AS code, sum(found) AS found, max(last) AS last
    FROM (
      SELECT resource_id, any(attributes) AS attributes, any(attribute_types) AS attribute_types
      FROM ${scoped('resources')}
      GROUP BY resource_id
    ) AS resources
    INNER JOIN (
      SELECT resource_id, uniqExact(series_id) AS found, max(last_seen) AS last
      FROM (${resources})
      GROUP BY resource_id
    ) AS series USING (resource_id)
    ARRAY JOIN mapKeys(attributes) AS key
    GROUP BY key, code
  )
  WHERE startsWith(key, {prefix:String})
  GROUP BY key, code
  ORDER BY series DESC, code
)
GROUP BY key
ORDER BY count DESC, key
LIMIT {limit:UInt32}`

const typeSchema = attributeKeySchema.shape.types.element.shape.type
const typeByCode = new Map<number, string>(Object.entries(attributeTypeCode).map(([type, code]) => [code, type]))

const row = z.object({
  key: z.string(),
  count: z.coerce.number(),
  otherCount: z.coerce.number(),
  types: z.array(
    z
      .tuple([z.number().transform((code) => typeSchema.parse(typeByCode.get(code) ?? 'string')), z.coerce.number()])
      .transform(([type, count]) => ({ type, count })),
  ),
  lastSeen: z.string(),
})

/**
 * Lists the attributes that series of metrics and their resources have, with how many series have them; most frequent first.
 * @throws {InvalidQueryError}
 */
export async function listSeriesKeys(context: QueryContext, query: AttributeKeysQuery): Promise<AttributeKeyList> {
  const { metric, prefix, limit } = query
  const bounds = resolveBounds(query, context.nowMilliseconds)
  const own = aliveSeries('series_id, attributes, attribute_types, last_seen', metric)
  const resources = aliveSeries('resource_id, series_id, last_seen', metric)
  return runQuery(context, {
    sql: KEYS(own.sql, resources.sql),
    params: { ...boundsParams(bounds), ...own.params, prefix, limit },
    row,
  })
}
