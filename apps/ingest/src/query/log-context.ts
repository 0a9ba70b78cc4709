import { type LogContext, type LogContextOf, type LogContextQuery, logFilterSchema } from '@hanzo/schema/api'
import { z } from 'zod'
import { type Conditions, condition, joinConditions } from './conditions.ts'
import { decodeCursor, encodeCursor, nanosecondsPart, sequencePart } from './cursor.ts'
import { logConditions } from './log-filter.ts'
import { readLogId, readLogPlace } from './log-place.ts'
import { LOG_SUMMARY, logSummaryRow, toLogSummary } from './log-summary.ts'
import { InvalidQueryError } from './query-errors.ts'
import { joinReceipts, type QueryContext, runQuery } from './run-query.ts'
import { scoped } from './scope.ts'

type Origin = Awaited<ReturnType<typeof readLogPlace>>
interface Place {
  time: string
  sequence: string
}

const placeCursor = z.tuple([nanosecondsPart, sequencePart])
const hour = 3_600_000
/** How far from a place the next records are looked for. */
const reachMilliseconds = 24 * hour

/**
 * Reads the log records before and after one, in the order of time and, within a nanosecond, of arrival.
 * @returns the oldest first, at most `limit` on each side. Between pages no record is lost or repeated.
 * @throws {NotFoundError} {@link InvalidQueryError} for a context that the record has not.
 */
export async function logContext(context: QueryContext, id: string, query: LogContextQuery): Promise<LogContext> {
  const origin = await readLogPlace(context, id)
  const choices = choicesOf(origin)
  if (!choices.includes(query.of)) throw new InvalidQueryError('of', `the record has no ${query.of}`)
  const own = readLogId(id)
  const conditions = joinConditions([
    commonConditions(query.of, origin),
    logConditions(logFilterSchema.parse({ query: query.query })),
  ])
  const side = (direction: Direction, from: Place) => readSide(context, { direction, from, conditions, query })
  const isFirst = query.before === undefined && query.after === undefined
  const before = query.before !== undefined || isFirst ? await side('before', readPlace(query.before, own)) : undefined
  const after = query.after !== undefined || isFirst ? await side('after', readPlace(query.after, own)) : undefined
  return {
    rows: [
      ...(before?.rows.toReversed() ?? []),
      ...(isFirst ? [{ ...origin.log, sequence: own.sequence }] : []),
      ...(after?.rows ?? []),
    ].map(({ sequence: _, ...row }) => row),
    choices,
    beforeCursor: before ? before.nextCursor : after ? startOf(after.rows) : null,
    afterCursor: after ? after.nextCursor : before ? startOf(before.rows) : null,
    receipt: joinReceipts(origin.receipt, ...(before ? [before.receipt] : []), ...(after ? [after.receipt] : [])),
  }
}

const noTrace = /^0*$/

function choicesOf({ log, sessionId }: Origin): LogContextOf[] {
  return [
    ...(log.serviceName === '' ? [] : (['service'] as const)),
    'resource',
    ...(noTrace.test(log.traceId) ? [] : (['trace'] as const)),
    ...(sessionId === '' ? [] : (['session'] as const)),
    'all',
  ]
}

function commonConditions(of: LogContextOf, { log, resourceId, sessionId }: Origin): Conditions {
  switch (of) {
    case 'service':
      return condition(true, 'service_name = {serviceName:String}', { serviceName: log.serviceName })
    case 'resource':
      // The service too: it stands in the primary key.
      return condition(true, 'service_name = {serviceName:String} AND resource_id = {resourceId:UInt64}', {
        serviceName: log.serviceName,
        resourceId,
      })
    case 'trace':
      return condition(true, 'trace_id = toFixedString(unhex({traceId:String}), 16)', { traceId: log.traceId })
    case 'session':
      return condition(true, 'session_id = {sessionId:String}', { sessionId })
    case 'all':
      return condition(false, '')
  }
}

function readPlace(cursor: string | undefined, own: Place): Place {
  if (cursor === undefined) return own
  const [time, sequence] = decodeCursor(cursor, placeCursor)
  return { time, sequence }
}

type Direction = 'before' | 'after'
interface Side {
  direction: Direction
  from: Place
  conditions: Conditions
  query: LogContextQuery
}

const questionOf = (comparison: '<' | '>', order: 'DESC' | 'ASC') => (conditions: string) =>
  `
SELECT ${LOG_SUMMARY},
  sequence
FROM ${scoped('logs')}
  AND timestamp >= fromUnixTimestamp64Milli({from:Int64}, 'UTC')
  AND timestamp < fromUnixTimestamp64Milli({to:Int64}, 'UTC')
  AND timestamp ${comparison}= fromUnixTimestamp64Nano({time:Int64}, 'UTC')
  AND (timestamp, sequence) ${comparison} (fromUnixTimestamp64Nano({time:Int64}, 'UTC'), {place:UInt64})${conditions}
ORDER BY toStartOfMinute(timestamp) ${order}, timestamp ${order}, sequence ${order}
LIMIT {limit:UInt32}`

const questions: Record<Direction, (conditions: string) => string> = {
  before: questionOf('<', 'DESC'),
  after: questionOf('>', 'ASC'),
}

const row = logSummaryRow.extend({ sequence: z.string() })

/** The records nearest to a place on one side of it, the nearest first. */
async function readSide(context: QueryContext, { direction, from, conditions, query }: Side) {
  const milliseconds = Number(BigInt(from.time) / 1_000_000n)
  const { rows, receipt } = await runQuery(context, {
    sql: questions[direction](conditions.sql),
    params: {
      ...conditions.params,
      time: from.time,
      place: from.sequence,
      from: direction === 'before' ? milliseconds - reachMilliseconds : milliseconds,
      to: direction === 'before' ? milliseconds + 1 : milliseconds + reachMilliseconds,
      limit: query.limit + 1,
    },
    row,
  })
  const page = rows.slice(0, query.limit).map((found) => ({ ...toLogSummary(found), sequence: found.sequence }))
  const last = rows.length > query.limit ? page.at(-1) : undefined
  return { rows: page, nextCursor: last ? encodeCursor([last.timeUnixNano, last.sequence]) : null, receipt }
}

/** Where reading goes on in the other direction: from the record of a page that is nearest to where it came from. */
function startOf([nearest]: readonly { timeUnixNano: string; sequence: string }[]): string | null {
  return nearest ? encodeCursor([nearest.timeUnixNano, nearest.sequence]) : null
}
