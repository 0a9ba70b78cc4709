import { z } from 'zod'
import { condition } from './conditions.ts'
import { millisecondsPart, nanosecondsPart, sequencePart } from './cursor.ts'

/** Bounds of the first page; time, span id and sequence of the last row. */
export const spanCursor = z.tuple([
  millisecondsPart,
  millisecondsPart,
  nanosecondsPart,
  z.string().regex(/^[0-9a-f]{16}$/),
  sequencePart,
])

export type SpanCursor = z.output<typeof spanCursor>

/** Places a page behind its cursor: a condition on time for the key, then the order's own columns. */
export function afterSpan(cursor: SpanCursor | undefined) {
  return condition(
    cursor !== undefined,
    `timestamp <= fromUnixTimestamp64Nano({cursorTime:Int64}, 'UTC')
  AND (timestamp, span_id, sequence) < (
    fromUnixTimestamp64Nano({cursorTime:Int64}, 'UTC'), toFixedString(unhex({cursorSpanId:String}), 8), {cursorSequence:UInt64})`,
    cursor && { cursorTime: cursor[2], cursorSpanId: cursor[3], cursorSequence: cursor[4] },
  )
}

/** Newest first. The minute stands first for the key: rows come in its order and the read stops at the limit. */
export const NEWEST_SPANS_FIRST =
  'ORDER BY toStartOfMinute(timestamp) DESC, timestamp DESC, span_id DESC, sequence DESC'
