import type { AttributeValueList, AttributeValuesQuery } from '@hanzo/schema/api'
import { findSearchField } from '@hanzo/search'
import { z } from 'zod'
import { type QueryContext, runQuery } from '../run-query.ts'
import { scoped } from '../scope.ts'
import { boundsParams, resolveBounds } from '../time-bounds.ts'
import { aliveSeries } from './list-series-keys.ts'

const counted = (found: string): string => `
SELECT value, uniqExact(series_id) AS count
FROM (${found}
)
WHERE startsWith(value, {prefix:String})
GROUP BY value
ORDER BY count DESC, value
LIMIT {limit:UInt32}`

/** A search asks the series and its resource: so do these. */
const ATTRIBUTE = (own: string, resources: string): string =>
  counted(`
  SELECT series_id, attributes[{key:String}] AS value
  FROM (${own})
  WHERE mapContains(attributes, {key:String})
  UNION ALL
  SELECT series_id, value
  FROM (${resources}) AS series
  INNER JOIN (
    SELECT resource_id, any(attributes[{key:String}]) AS value
    FROM ${scoped('resources')}
      AND mapContains(attributes, {key:String})
    GROUP BY resource_id
  ) AS resources USING (resource_id)`)

const row = z.object({ value: z.string(), count: z.coerce.number() })

/**
 * Lists the values that series of metrics have under a key of the search language, with how many series have them; most frequent first.
 * @throws {InvalidQueryError}
 */
export async function listSeriesValues(
  context: QueryContext,
  query: AttributeValuesQuery,
): Promise<AttributeValueList> {
  const { metric, key, prefix, limit } = query
  const bounds = resolveBounds(query, context.nowMilliseconds)
  const field = findSearchField(key, 'metrics')
  const own = aliveSeries(
    field?.type === 'string' ? `series_id, toString(${field.column}) AS value` : 'series_id, attributes',
    metric,
  )
  const sql =
    field?.type === 'string' ? counted(own.sql) : ATTRIBUTE(own.sql, aliveSeries('series_id, resource_id', metric).sql)
  return runQuery(context, { sql, params: { ...boundsParams(bounds), ...own.params, key, prefix, limit }, row })
}
