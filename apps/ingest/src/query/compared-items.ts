import { spanKindSchema, spanStatusSchema } from '@hanzo/schema/api'
import { z } from 'zod'
import type { Conditions } from './conditions.ts'
import { type QueryContext, runQuery } from './run-query.ts'
import { scoped } from './scope.ts'
import { inWindows, type SpanSample } from './span-sample.ts'
import { boundsParams, inBounds, type TimeBounds } from './time-bounds.ts'

/** What a span has one value of, by the name that the search language has for it. */
const fields: Record<string, string> = {
  service: 'service_name',
  name: 'name',
  kind: `[${spanKindSchema.options.map((name) => `'${name}'`).join(', ')}][kind + 1]`,
  status: `[${spanStatusSchema.options.map((name) => `'${name}'`).join(', ')}][status_code + 1]`,
  env: 'deployment_environment_name',
  version: 'service_version',
  session: 'session_id',
  user: 'user_id',
  'scope.name': 'scope_name',
  'gen_ai.kind': 'gen_ai_kind',
  operation: 'gen_ai_operation_name',
  provider: 'gen_ai_provider_name',
  model: 'gen_ai_request_model',
  response_model: 'gen_ai_response_model',
  agent: 'gen_ai_agent_name',
  tool: 'gen_ai_tool_name',
  finish_reason: 'gen_ai_finish_reason',
}

const FIELDS = Object.entries(fields)
  .map(([name, sql]) => `('field', '${name}', toString(${sql}))`)
  .join(', ')

const pairs = (owner: string, map: string, value = 'value'): string =>
  `arrayMap((key, value) -> ('${owner}', toString(key), ${value}), mapKeys(${map}), mapValues(${map}))`
/** The power of two at or below a number's size, with its sign. */
const POWER = `toString(if(value = 0, 0, sign(value) * exp2(floor(log2(abs(value))))))`

const SAMPLED = (filter: string, hash: string): string => `${scoped('spans')}
      AND ${inBounds}
      AND ${inWindows()}
      AND cityHash64(${hash}) % {oneOf:UInt32} = 0${filter}`

/** How many of the spans have each value; the row without a key counts the spans. */
const ITEMS = (filter: string): string => `
SELECT item.1 AS owner, item.2 AS key, item.3 AS value, count() AS spans, uniqExact(minute) AS minutes, uniqExact(trace_id) AS traces
FROM (
  SELECT trace_id, minute, arrayJoin(arrayConcat(
    [('', '', '')],
    arrayFilter(item -> item.3 != '', [${FIELDS}]),
    ${pairs('record', 'attributes_string')},
    ${pairs('record', 'attributes_int', 'toString(value)')},
    ${pairs('record', 'attributes_double', 'toString(value)')},
    ${pairs('record', 'attributes_bool', 'toString(value)')},
    ${pairs('int', 'attributes_int', POWER)},
    ${pairs('double', 'attributes_double', POWER)}
  )) AS item
  FROM (
    SELECT *, toStartOfMinute(timestamp) AS minute
    FROM ${SAMPLED(filter, 'span_id')}
    LIMIT {spansMax:UInt32}
  )
)
GROUP BY owner, key, value
ORDER BY spans DESC
LIMIT {limit:UInt32}`

/** The same for what their resources say. */
const RESOURCE_ITEMS = (filter: string): string => `
SELECT 'resource' AS owner, pair.1 AS key, pair.2 AS value, sum(counted) AS spans, uniqExact(minute) AS minutes, sum(traced) AS traces
FROM (
  SELECT found.counted AS counted, found.traced AS traced, found.minute AS minute, arrayJoin(arrayZip(mapKeys(held.attributes), mapValues(held.attributes))) AS pair
  FROM (
    SELECT resource_id, minute, count() AS counted, uniqExact(trace_id) AS traced
    FROM (
      SELECT resource_id, trace_id, toStartOfMinute(timestamp) AS minute
      FROM ${SAMPLED(filter, 'span_id')}
      LIMIT {spansMax:UInt32}
    )
    GROUP BY resource_id, minute
  ) AS found
  INNER JOIN (
    SELECT resource_id, any(attributes) AS attributes
    FROM ${scoped('resources')}
    GROUP BY resource_id
  ) AS held ON found.resource_id = held.resource_id
)
GROUP BY key, value
ORDER BY spans DESC
LIMIT {limit:UInt32}`

const row = z.object({
  owner: z.enum(['', 'field', 'record', 'int', 'double', 'resource']),
  key: z.string(),
  value: z.string(),
  spans: z.coerce.number(),
  minutes: z.coerce.number(),
  traces: z.coerce.number(),
})
export type ComparedItem = z.output<typeof row>

const itemsMax = 5_000

/** What the spans of a sample have, and how many of them; the most frequent 5 000 values. */
export async function comparedItems(
  context: QueryContext,
  bounds: TimeBounds,
  sample: SpanSample,
  filter: Conditions,
  spansMax: number,
) {
  const params = {
    ...boundsParams(bounds),
    ...filter.params,
    windows: sample.windows,
    windowSeconds: sample.windowSeconds,
    oneOf: sample.oneOf,
    spansMax,
    limit: itemsMax,
  }
  const [own, ofResources] = await Promise.all([
    runQuery(context, { sql: ITEMS(filter.sql), params, row }),
    runQuery(context, { sql: RESOURCE_ITEMS(filter.sql), params, row }),
  ])
  return {
    items: [...own.rows, ...ofResources.rows],
    isWhole: sample.minutes === sample.ofMinutes,
    spanCount: own.rows.find(({ owner }) => owner === '')?.spans ?? 0,
    receipts: [own.receipt, ofResources.receipt],
  }
}
