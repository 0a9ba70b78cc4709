import type { DecodedColumn } from '../native/decode-block.ts'
import { stillOpen, WITH_OPEN_COLUMNS } from './open-spans.ts'
import { scoped } from './scope.ts'

/** Events and links of one span that a structure tells. */
const nestedMost = 8

// Only few spans pay for the text.
const GEN_AI = `toLowCardinality(if(gen_ai_kind = '', '', toJSONString([
    toString(gen_ai_kind), toString(gen_ai_operation_name), toString(gen_ai_request_model), toString(gen_ai_response_model),
    toString(gen_ai_agent_name), toString(gen_ai_tool_name), toString(gen_ai_is_inference), toString(gen_ai_cost_source)])))`

/** Ids are compared as two numbers. */
function halves(id: string, name: string): string {
  return `reinterpretAsUInt32(${id}) AS ${name}Low, reinterpretAsUInt32(substring(${id}, 5)) AS ${name}High`
}

// Offsets are exact as doubles up to 104 days from the base.
const COLUMNS = `
  span_id AS spanId,
  ${halves('span_id', 'id')},
  ${halves('parent_span_id', 'parent')},
  toFloat64(toUnixTimestamp64Nano(timestamp) - {base:Int64}) AS start,
  toFloat64(duration_nanoseconds) AS duration,
  toUInt8(status_code) AS status,
  substringUTF8(status_message, 1, 200) AS statusMessage,
  name,
  service_name AS serviceName,
  kind,
  http_route AS httpRoute,
  ${GEN_AI} AS genAi,
  gen_ai_input_tokens AS inputTokens,
  gen_ai_output_tokens AS outputTokens,
  toFloat64(gen_ai_cost) AS cost`

const NESTED = `
  toUInt32(length(events.name)) AS eventCount,
  arrayMap(time -> toFloat64(toUnixTimestamp64Nano(time) - {base:Int64}), arraySlice(events.timestamp, 1, ${nestedMost})) AS eventOffsets,
  arraySlice(events.name, 1, ${nestedMost}) AS eventNames,
  arraySlice(links.trace_id, 1, ${nestedMost}) AS linkTraceIds,
  arraySlice(links.span_id, 1, ${nestedMost}) AS linkSpanIds`

const ENDED_COLUMNS = `
SELECT ${COLUMNS}, sequence,${NESTED}
FROM ${scoped('spans')}
  AND trace_id = unhex({traceId:String})
  AND timestamp >= fromUnixTimestamp64Nano({start:Int64}, 'UTC')
  AND timestamp <= fromUnixTimestamp64Nano({end:Int64}, 'UTC')`

/** All spans of a trace, in no order: to order them costs ClickHouse four times as long as to read them. */
export const ALL_ENDED_COLUMNS = `${ENDED_COLUMNS}
LIMIT {limit:UInt32}`

/** The first spans of a trace that has more. */
export const FIRST_ENDED_COLUMNS = `${ENDED_COLUMNS}
ORDER BY timestamp, sequence
LIMIT 1 BY span_id
LIMIT {limit:UInt32}`

export const OPEN_COLUMNS = `
${WITH_OPEN_COLUMNS}
SELECT ${COLUMNS}, sequence,
  toUInt8(if(is_given_up, 2, 1)) AS openState
FROM ${scoped('running_spans')}
  AND ${stillOpen('trace_id = unhex({traceId:String})')}
ORDER BY timestamp, sequence
LIMIT 1 BY span_id
LIMIT {limit:UInt32}`

/** The spans of a trace while they are read: a value for each in every list. */
export interface SpanColumns {
  spanId: string[]
  /** The halves of the span's id and of its parent's. */
  idLow: number[]
  idHigh: number[]
  parentLow: number[]
  parentHigh: number[]
  /** Order of arrival. */
  sequence: bigint[]
  /** Nanoseconds since the base. */
  start: number[]
  duration: number[]
  status: number[]
  statusMessage: string[]
  name: string[]
  serviceName: string[]
  kind: number[]
  httpRoute: string[]
  /** A JSON list, empty on spans that are not of generative AI. */
  genAi: string[]
  inputTokens: number[]
  outputTokens: number[]
  cost: number[]
  /** 0 ended, 1 running, 2 given up. */
  openState: number[]
  eventCount: number[]
  eventOffsets: number[][]
  eventNames: string[][]
  linkTraceIds: string[][]
  linkSpanIds: string[][]
}

const columnNames = [
  'spanId',
  'idLow',
  'idHigh',
  'parentLow',
  'parentHigh',
  'sequence',
  'start',
  'duration',
  'status',
  'statusMessage',
  'name',
  'serviceName',
  'kind',
  'httpRoute',
  'genAi',
  'inputTokens',
  'outputTokens',
  'cost',
  'openState',
  'eventCount',
  'eventOffsets',
  'eventNames',
  'linkTraceIds',
  'linkSpanIds',
] as const satisfies (keyof SpanColumns)[]

const none: unknown[] = []
/** What open spans do not have. */
const absent: Partial<Record<keyof SpanColumns, unknown>> = {
  openState: 0,
  eventCount: 0,
  eventOffsets: none,
  eventNames: none,
  linkTraceIds: none,
  linkSpanIds: none,
}

/** The rows of all blocks. */
export function joinBlocks(blocks: readonly DecodedColumn[][]): SpanColumns {
  const given = blocks.map((block) => new Map(block.map(({ name, values }) => [name, values])))
  // One copy of each column: arrays that grow value by value take five times as long.
  const joined = columnNames.map((name) => {
    const parts = given.map((block) => block.get(name) ?? (block.get('spanId') ?? []).map(() => absent[name]))
    return [name, ([] as unknown[]).concat(...parts)]
  })
  return Object.fromEntries(joined) as unknown as SpanColumns
}

/** Some of the rows. */
export function rowsAt(columns: SpanColumns, rows: readonly number[]): SpanColumns {
  const chosen = columnNames.map((name) => {
    const values = columns[name] as unknown[]
    return [name, rows.map((row) => values[row])]
  })
  return Object.fromEntries(chosen) as unknown as SpanColumns
}

/** The spans of both, one behind the other. */
export function joinColumns(first: SpanColumns, second: SpanColumns): SpanColumns {
  const joined = columnNames.map((name) => [name, (first[name] as unknown[]).concat(second[name])])
  return Object.fromEntries(joined) as unknown as SpanColumns
}
