import type { AttributeValueList, AttributeValuesQuery } from '@hanzo/schema/api'
import { z } from 'zod'
import { type QueryContext, runQuery } from './run-query.ts'
import { scoped } from './scope.ts'
import { boundsParams, resolveBounds } from './time-bounds.ts'

const VALUES = `
SELECT value, sum(record_count) AS count
FROM ${scoped('attribute_values')}
  AND signal = {signal:String}
  AND key = {key:String}
  AND bucket >= toStartOfFifteenMinutes(toDateTime(intDiv({from:Int64}, 1000), 'UTC'))
  AND bucket < fromUnixTimestamp64Milli({to:Int64}, 'UTC')
  AND startsWith(value, {prefix:String})
GROUP BY value
ORDER BY count DESC, value
LIMIT {limit:UInt32}`

const row = z.object({ value: z.string(), count: z.coerce.number() })

/**
 * Lists the values that records of a signal have under a key, in the quarters of an hour of the range, most frequent first.
 * Estimates; values that are not counted are missing.
 * @throws {InvalidQueryError}
 */
export async function listAttributeValues(
  context: QueryContext,
  query: AttributeValuesQuery,
): Promise<AttributeValueList> {
  const { signal, key, prefix, limit } = query
  const bounds = resolveBounds(query, context.nowMilliseconds)
  return runQuery(context, { sql: VALUES, params: { ...boundsParams(bounds), signal, key, prefix, limit }, row })
}
