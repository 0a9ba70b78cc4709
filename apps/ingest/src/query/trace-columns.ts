import type { DecodedColumnArray } from '../native/decode-block.ts'
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

const ENDED = `
FROM ${scoped('spans')}
  AND trace_id = unhex({traceId:String})
  AND timestamp >= fromUnixTimestamp64Nano({start:Int64}, 'UTC')
  AND timestamp <= fromUnixTimestamp64Nano({end:Int64}, 'UTC')`

const ENDED_COLUMNS = `
SELECT ${COLUMNS}, sequence,${NESTED}${ENDED}`

/** All spans of a trace, in no order: to order them costs ClickHouse four times as long as to read them. */
export const ALL_ENDED_COLUMNS = `${ENDED_COLUMNS}
LIMIT {limit:UInt32}`

/** The first spans of a trace that has more. */
export const FIRST_ENDED_COLUMNS = `${ENDED_COLUMNS}
ORDER BY timestamp, sequence
LIMIT 1 BY span_id
LIMIT {limit:UInt32}`

/** The first rows of a trace, a span that was sent twice among them twice: only times are read of all others. */
export const EARLIEST_ENDED_COLUMNS = `${ENDED_COLUMNS}
  AND timestamp <= (SELECT max(timestamp) FROM (SELECT timestamp${ENDED}
    ORDER BY timestamp
    LIMIT {limit:UInt32}))
ORDER BY timestamp, sequence
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

/** Columns of numbers, as typed arrays: as values of their own they are most of what there is to collect after a large trace. */
const numberColumns = {
  /** The halves of the span's id and of its parent's, its first bytes the lowest. */
  idLow: Uint32Array,
  idHigh: Uint32Array,
  parentLow: Uint32Array,
  parentHigh: Uint32Array,
  /** Order of arrival. */
  sequence: BigUint64Array,
  /** Nanoseconds since the base. */
  start: Float64Array,
  duration: Float64Array,
  status: Uint8Array,
  kind: Uint8Array,
  inputTokens: Uint32Array,
  outputTokens: Uint32Array,
  cost: Float64Array,
  /** 0 ended, 1 running, 2 given up. */
  openState: Uint8Array,
  eventCount: Uint32Array,
} as const

/** The spans of a trace while they are read: a value for each in every column. */
export type SpanColumns = ListColumns & {
  [Name in keyof typeof numberColumns]: InstanceType<(typeof numberColumns)[Name]>
}

interface ListColumns {
  statusMessage: string[]
  name: string[]
  serviceName: string[]
  httpRoute: string[]
  /** A JSON list, empty on spans that are not of generative AI. */
  genAi: string[]
  eventOffsets: number[][]
  eventNames: string[][]
  linkTraceIds: string[][]
  linkSpanIds: string[][]
}

const listNames = [
  'statusMessage',
  'name',
  'serviceName',
  'httpRoute',
  'genAi',
  'eventOffsets',
  'eventNames',
  'linkTraceIds',
  'linkSpanIds',
] as const satisfies (keyof ListColumns)[]

/** What is joined: columns by name, of which some may lack those that only ended or only open spans have. */
interface Part {
  rows: number
  columns: ReadonlyMap<string, ArrayLike<unknown>>
}

const none: unknown[] = []

/** The rows of all blocks. */
export function joinBlocks(blocks: readonly DecodedColumnArray[][]): SpanColumns {
  return joinParts(
    blocks.map((block) => {
      const columns = new Map(block.map(({ name, values }) => [name, values]))
      return { rows: columns.get('idLow')?.length ?? 0, columns }
    }),
  )
}

/** The spans of both, one behind the other. */
export function joinColumns(...columns: SpanColumns[]): SpanColumns {
  return joinParts(columns.map((one) => ({ rows: one.idLow.length, columns: new Map(Object.entries(one)) })))
}

function joinParts(parts: readonly Part[]): SpanColumns {
  const rows = parts.reduce((sum, part) => sum + part.rows, 0)
  const numbers = Object.entries(numberColumns).map(([name, Numbers]) => {
    const joined = new Numbers(rows) as { set(values: ArrayLike<unknown>, at: number): void }
    let at = 0
    for (const part of parts) {
      joined.set(part.columns.get(name) ?? none, at)
      at += part.rows
    }
    return [name, joined]
  })
  // One copy of each column: arrays that grow value by value take five times as long.
  const lists = listNames.map((name) => {
    const values = parts.map((part) => part.columns.get(name) ?? new Array<unknown>(part.rows).fill(none))
    return [name, none.concat(...(values as unknown[][]))]
  })
  return Object.fromEntries([...numbers, ...lists]) as SpanColumns
}

/** Some of the rows. */
export function rowsAt(columns: SpanColumns, isWanted: (row: number) => boolean): SpanColumns {
  const chosen = Object.entries(columns).map(([name, values]) => [
    name,
    (values as unknown[]).filter((_, row) => isWanted(row)),
  ])
  return Object.fromEntries(chosen) as SpanColumns
}
