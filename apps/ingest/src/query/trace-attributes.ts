import type { TraceAttribute, TraceAttributeKeys } from '@hanzo/schema/api'
import { z } from 'zod'
import { NotFoundError } from '../errors.ts'
import { findTrace } from './get-trace.ts'
import { structureSpansMax } from './get-trace-structure.ts'
import { joinReceipts, type QueryContext, runColumnQuery, runQuery } from './run-query.ts'
import { scoped } from './scope.ts'

const valuesMax = 1_000
const keysMax = 500

const OF_TRACE = `${scoped('spans')}
  AND trace_id = unhex({traceId:String})
  AND timestamp >= fromUnixTimestamp64Nano({start:Int64}, 'UTC')
  AND timestamp <= fromUnixTimestamp64Nano({end:Int64}, 'UTC')`

const VALUES = `
SELECT span_id AS spanId, toLowCardinality(substringUTF8(multiIf(
    mapContains(attributes_string, {key:String}), attributes_string[{key:String}],
    mapContains(attributes_unindexed, {key:String}), attributes_unindexed[{key:String}],
    mapContains(attributes_int, {key:String}), toString(attributes_int[{key:String}]),
    mapContains(attributes_double, {key:String}), toString(attributes_double[{key:String}]),
    mapContains(attributes_bool, {key:String}), toString(attributes_bool[{key:String}]),
    attributes_json[{key:String}]), 1, 200)) AS value
FROM ${OF_TRACE}
  AND (mapContains(attributes_string, {key:String}) OR mapContains(attributes_unindexed, {key:String})
    OR mapContains(attributes_int, {key:String}) OR mapContains(attributes_double, {key:String})
    OR mapContains(attributes_bool, {key:String}) OR mapContains(attributes_json, {key:String}))
ORDER BY timestamp, sequence
LIMIT 1 BY span_id
LIMIT {limit:UInt32}`

/**
 * Reads the values of one attribute in a trace, by the spans that have it.
 * @throws {NotFoundError} for a trace of which no span has ended.
 */
export async function getTraceAttribute(context: QueryContext, traceId: string, key: string): Promise<TraceAttribute> {
  const { params, receipt } = await placeOf(context, traceId)
  const answer = await runColumnQuery(context, { sql: VALUES, params: { ...params, key, limit: structureSpansMax } })
  const known = new Map<string, number>()
  const spanIds: string[] = []
  const places: number[] = []
  for (const block of answer.blocks) {
    const [ids, texts] = block.map(({ values }) => values as string[])
    for (const [row, text] of (texts ?? []).entries()) {
      if (!known.has(text) && known.size < valuesMax) known.set(text, known.size)
      spanIds.push(ids?.[row] ?? '')
      places.push(known.get(text) ?? -1)
    }
  }
  return {
    key,
    spanIds: spanIds.join(''),
    values: [...known.keys()],
    codes: places,
    receipt: joinReceipts(receipt, answer.receipt),
  }
}

const TYPED_MAPS = [
  'attributes_string',
  'attributes_unindexed',
  'attributes_int',
  'attributes_double',
  'attributes_bool',
  'attributes_json',
]
const KEYS = `
SELECT item.1 AS key, uniqExact(span_id) AS spanCount, uniq(item.2) AS valueCount
FROM (
  SELECT span_id, arrayJoin(arrayConcat(
    ${TYPED_MAPS.map((map) => `arrayMap((k, v) -> (toString(k), cityHash64(v)), mapKeys(${map}), mapValues(${map}))`).join(',\n    ')})) AS item
  FROM ${OF_TRACE}
  LIMIT {spans:UInt32})
GROUP BY key
ORDER BY spanCount DESC, key
LIMIT {limit:UInt32}`

const keyRow = z.object({ key: z.string(), spanCount: z.coerce.number(), valueCount: z.coerce.number() })

/**
 * Lists the attribute keys of the spans of a trace, the most frequent first, at most 500.
 * @throws {NotFoundError} for a trace of which no span has ended.
 */
export async function listTraceAttributeKeys(context: QueryContext, traceId: string): Promise<TraceAttributeKeys> {
  const { params, receipt } = await placeOf(context, traceId)
  const answer = await runQuery(context, {
    sql: KEYS,
    // A span has some ten attributes.
    params: { ...params, limit: keysMax, spans: structureSpansMax * 20 },
    row: keyRow,
  })
  return { rows: answer.rows, receipt: joinReceipts(receipt, answer.receipt) }
}

async function placeOf(context: QueryContext, traceId: string) {
  const { trace, receipt } = await findTrace(context, traceId)
  if (!trace) throw new NotFoundError('no span of this trace has ended', { traceId })
  return { params: { traceId, start: trace.startTimeUnixNano, end: trace.endTimeUnixNano }, receipt }
}
