import { type AttributeKeyList, type AttributeKeysQuery, attributeKeySchema } from '@hanzo/schema/api'
import { z } from 'zod'
import { type QueryContext, runQuery } from './run-query.ts'
import { scoped } from './scope.ts'
import { boundsParams, resolveBounds } from './time-bounds.ts'

const KEYS = `
SELECT
  key,
  sum(records) AS count,
  sum(others) AS otherCount,
  groupArray((type, records)) AS types,
  formatDateTime(max(seen), '%Y-%m-%dT%H:%i:%SZ', 'UTC') AS lastSeen
FROM (
  SELECT key, type, sum(record_count) AS records, sum(other_count) AS others, max(last_seen) AS seen
  FROM ${scoped('attribute_keys')}
    AND signal = {signal:String}
    AND startsWith(key, {prefix:String})
    AND day >= toDate(fromUnixTimestamp64Milli({from:Int64}, 'UTC'))
    AND day <= toDate(fromUnixTimestamp64Milli({to:Int64}, 'UTC'))
  GROUP BY key, type
  ORDER BY records DESC, type
)
GROUP BY key
ORDER BY count DESC, key
LIMIT {limit:UInt32}`

const row = z.object({
  key: z.string(),
  count: z.coerce.number(),
  otherCount: z.coerce.number(),
  types: z.array(
    z
      .tuple([attributeKeySchema.shape.types.element.shape.type, z.coerce.number()])
      .transform(([type, count]) => ({ type, count })),
  ),
  lastSeen: z.string(),
})

/**
 * Lists the keys of attributes that records of a signal have on the days of the range, most frequent first. Estimates.
 * @throws {InvalidQueryError}
 */
export async function listAttributeKeys(context: QueryContext, query: AttributeKeysQuery): Promise<AttributeKeyList> {
  const { signal, prefix, limit } = query
  const bounds = resolveBounds(query, context.nowMilliseconds)
  return runQuery(context, { sql: KEYS, params: { ...boundsParams(bounds), signal, prefix, limit }, row })
}
