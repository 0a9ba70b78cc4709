import type { ListLogsQuery, LogList, Receipt } from '@hanzo/schema/api'
import { searchesText } from '@hanzo/search'
import { z } from 'zod'
import { type Conditions, condition, joinConditions } from './conditions.ts'
import { decodeCursor, encodeCursor, millisecondsPart, nanosecondsPart, sequencePart } from './cursor.ts'
import { listColumns } from './list-columns.ts'
import { textSettings } from './log-filter.ts'
import { LOG_SUMMARY, logSummaryRow, toLogSummary } from './log-summary.ts'
import { halvesOf, readNewestFirst } from './newest-part.ts'
import { joinReceipts, type QueryContext, runQuery, streamQuery, streamSettings } from './run-query.ts'
import { scoped } from './scope.ts'
import { logSearch } from './search-filter.ts'
import { searchConditions } from './span-filter.ts'
import { boundsParams, inBounds, resolveBounds, type TimeBounds } from './time-bounds.ts'

/** Bounds of the first page; time and sequence of the last row. */
const logCursor = z.tuple([millisecondsPart, millisecondsPart, nanosecondsPart, sequencePart])

/**
 * Lists log records, newest first.
 * @returns at most `limit` rows; `nextCursor` is `null` on the last page. No row is lost or repeated between pages.
 * @throws {InvalidQueryError}
 */
export async function listLogs(context: QueryContext, query: ListLogsQuery): Promise<LogList> {
  const cursor = query.cursor === undefined ? undefined : decodeCursor(query.cursor, logCursor)
  const bounds = cursor
    ? { fromMilliseconds: cursor[0], toMilliseconds: cursor[1] }
    : resolveBounds(query, context.nowMilliseconds)
  const after = condition(
    cursor !== undefined,
    `timestamp <= fromUnixTimestamp64Nano({cursorTime:Int64}, 'UTC')
  AND (timestamp, sequence) < (fromUnixTimestamp64Nano({cursorTime:Int64}, 'UTC'), {cursorSequence:UInt64})`,
    cursor && { cursorTime: cursor[2], cursorSequence: cursor[3] },
  )
  const { rows, receipts, complete } = await readNewest(context, query, { bounds, after, before: cursor?.[2] })
  const page = rows.slice(0, query.limit)
  const last = rows.length > query.limit ? page.at(-1) : undefined
  const completed = await complete(context, page)
  return {
    rows: completed.rows,
    nextCursor: last
      ? encodeCursor([bounds.fromMilliseconds, bounds.toMilliseconds, last.timeUnixNano, last.sequence])
      : null,
    receipt: joinReceipts(...receipts, ...completed.receipts),
  }
}

/** The same rows as they are read, without pages: at any time some hundred are held. @throws {InvalidQueryError} */
export async function* streamLogs(context: QueryContext, query: ListLogsQuery): AsyncGenerator<LogList['rows']> {
  const bounds = resolveBounds(query, context.nowMilliseconds)
  const { question, complete } = newestLogs(query, { bounds, after: condition(false, ''), limit: query.limit })
  const settings = { ...question.settings, ...streamSettings }
  for await (const rows of streamQuery(context, { ...question, settings })) yield (await complete(context, rows)).rows
}

/** @param place `before` is nanoseconds: nothing behind a cursor is newer than it is. */
async function readNewest(
  context: QueryContext,
  query: ListLogsQuery,
  { bounds, after, before }: { bounds: TimeBounds; after: Conditions; before: string | undefined },
) {
  const afterCursor = before === undefined ? bounds.toMilliseconds : Number(BigInt(before) / 1_000_000n) + 1
  const left = { ...bounds, toMilliseconds: Math.min(bounds.toMilliseconds, afterCursor) }
  const rows: LogRows = []
  const receipts: Receipt[] = []
  const wanted = query.limit + 1
  // The index of bodies lies in every part of the table: of a frequent word the newest one has enough.
  const isText = searchesText(logSearch(query), 'body')
  await readNewestFirst(left, isText, async (part) => {
    const limit = wanted - rows.length
    const read = (half: TimeBounds) => runQuery(context, newestLogs(query, { bounds: half, after, limit }).question)
    const found = await Promise.all((isText ? halvesOf(part) : [part]).map(read))
    rows.push(...found.flatMap((half) => half.rows).slice(0, limit))
    receipts.push(...found.map(({ receipt }) => receipt))
    return rows.length / wanted
  })
  return { rows, receipts, complete: newestLogs(query, { bounds, after, limit: 0 }).complete }
}

type LogRows = z.output<ReturnType<typeof newestLogs>['question']['row']>[]

interface Part {
  bounds: TimeBounds
  after: Conditions
  limit: number
}

function newestLogs(query: ListLogsQuery, { bounds, after, limit }: Part) {
  const search = logSearch(query)
  const columns = listColumns(query.columns, 'logs')
  const where = joinConditions([searchConditions(search, 'logs'), after, columns.params])
  const question = {
    sql: `
SELECT ${LOG_SUMMARY},
  sequence${columns.select}
FROM ${scoped('logs')}
  AND ${inBounds}${where.sql}
ORDER BY toStartOfMinute(timestamp) DESC, timestamp DESC, sequence DESC
LIMIT {limit:UInt32}`,
    params: { ...boundsParams(bounds), ...where.params, limit },
    row: logSummaryRow.extend({ sequence: z.string(), ...columns.shape }),
    settings: textSettings(search, bounds),
  }
  const complete = async (context: QueryContext, rows: readonly z.output<typeof question.row>[]) => {
    const completed = await columns.complete(context, rows)
    return {
      rows: completed.rows.map((record) => ({
        ...toLogSummary(record),
        ...(record.values && { values: record.values }),
      })),
      receipts: completed.receipts,
    }
  }
  return { question, complete }
}
