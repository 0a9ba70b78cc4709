import type { Receipt } from '@hanzo/schema/api'
import { z } from 'zod'
import { type Conditions, joinConditions } from './conditions.ts'
import { notTaken, nowParam, WITH_OPEN_COLUMNS } from './open-spans.ts'
import { type QueryContext, runQuery } from './run-query.ts'
import { scoped } from './scope.ts'
import { afterSpan, NEWEST_SPANS_FIRST, type SpanCursor } from './span-order.ts'
import { boundsParams, inBounds, type TimeBounds } from './time-bounds.ts'

/** Starts that are looked at in one go. */
const startsPerRound = 2_000
/** A sender whose ends carry no mark leaves its starts to be checked one by one: at most so often for one page. */
const roundsMax = 10

interface OpenSpanPlace {
  traceId: string
  spanId: string
  startTimeUnixNano: string
  sequence: string
}

export interface OpenSpanQuestion<T extends z.ZodType<OpenSpanPlace>> {
  /** Has the columns of `OpenSpanPlace` at least. */
  columns: string
  row: T
  bounds: TimeBounds
  cursor: SpanCursor | undefined
  where: Conditions
  /** Rows of the first round. */
  limit: number
  isEnough(rows: readonly z.output<T>[]): boolean
}

/** Finds spans that have not ended, newest first, until there are enough. */
export async function findOpenSpans<T extends z.ZodType<OpenSpanPlace>>(
  context: QueryContext,
  question: OpenSpanQuestion<T>,
): Promise<{ rows: z.output<T>[]; receipts: Receipt[] }> {
  const rows: z.output<T>[] = []
  const receipts: Receipt[] = []
  let { cursor, limit } = question
  for (let round = 0; round < roundsMax; round++) {
    const starts = await findStarts(context, question, cursor, limit)
    receipts.push(starts.receipt)
    const last = starts.rows.at(-1)
    if (!last) break
    const ended = await findEnded(context, starts.rows)
    receipts.push(ended.receipt)
    rows.push(...starts.rows.filter((row) => !ended.keys.has(keyOf(row))))
    if (starts.rows.length < limit || question.isEnough(rows)) break
    const { fromMilliseconds, toMilliseconds } = question.bounds
    cursor = [fromMilliseconds, toMilliseconds, last.startTimeUnixNano, last.spanId, last.sequence]
    limit = startsPerRound
  }
  return { rows, receipts }
}

const keyOf = ({ traceId, spanId }: { traceId: string; spanId: string }): string => `${traceId}${spanId}`

function findStarts<T extends z.ZodType<OpenSpanPlace>>(
  context: QueryContext,
  { columns, row, bounds, where }: OpenSpanQuestion<T>,
  cursor: SpanCursor | undefined,
  limit: number,
) {
  const conditions = joinConditions([where, afterSpan(cursor)])
  return runQuery(context, {
    sql: `
${WITH_OPEN_COLUMNS}
SELECT ${columns}
FROM ${scoped('running_spans')}
  AND ${notTaken(inBounds)}${conditions.sql}
${NEWEST_SPANS_FIRST}
LIMIT 1 BY trace_id, span_id
LIMIT {limit:UInt32}`,
    params: { ...boundsParams(bounds), ...nowParam(context), ...conditions.params, limit },
    row,
  })
}

const ENDED = `
SELECT lower(hex(trace_id)) AS traceId, lower(hex(span_id)) AS spanId
FROM ${scoped('spans')}
  AND toStartOfMinute(timestamp) IN (SELECT toDateTime(arrayJoin({minutes:Array(UInt32)}), 'UTC'))
  AND trace_id IN (SELECT toFixedString(unhex(arrayJoin({traceIds:Array(String)})), 16))
  AND (trace_id, span_id) IN (
    SELECT toFixedString(unhex(id.1), 16), toFixedString(unhex(id.2), 8)
    FROM (SELECT arrayJoin(arrayZip({traceIds:Array(String)}, {spanIds:Array(String)})) AS id))
LIMIT 1 BY trace_id, span_id
LIMIT {limit:UInt32}`

const endedRow = z.object({ traceId: z.string(), spanId: z.string() })
const minuteNanoseconds = 60_000_000_000n

/** Which of the starts have ended. A span starts when its start says, so it is looked for in those minutes alone. */
async function findEnded(context: QueryContext, starts: readonly OpenSpanPlace[]) {
  const minutes = new Set(starts.map(({ startTimeUnixNano: time }) => Number(BigInt(time) / minuteNanoseconds) * 60))
  const { rows, receipt } = await runQuery(context, {
    sql: ENDED,
    params: {
      minutes: [...minutes],
      traceIds: starts.map(({ traceId }) => traceId),
      spanIds: starts.map(({ spanId }) => spanId),
      limit: starts.length,
    },
    row: endedRow,
  })
  return { keys: new Set(rows.map(keyOf)), receipt }
}
