import { z } from 'zod'
import { NotFoundError } from '../errors.ts'
import { LOG_SUMMARY, logSummaryRow, toLogSummary } from './log-summary.ts'
import { type QueryContext, runQuery } from './run-query.ts'
import { scoped } from './scope.ts'

const logId = /^(\d{1,19})-(\d{1,20})$/

/**
 * Reads the id of a log record, which is its place in the order of all: nanoseconds, then the order of arrival.
 * @throws {NotFoundError} for an id that no list can have given.
 */
export function readLogId(id: string): { time: string; sequence: string } {
  const [, time, sequence] = logId.exec(id) ?? []
  const isPlace =
    time !== undefined && sequence !== undefined && BigInt(sequence) < 2n ** 64n && BigInt(time) < 2n ** 63n
  if (!isPlace) throw noSuchLog(id)
  return { time, sequence }
}

export function noSuchLog(id: string): NotFoundError {
  return new NotFoundError('no log record has this id', { logId: id })
}

const LOG = `
SELECT ${LOG_SUMMARY},
  toString(resource_id) AS resourceId,
  session_id AS sessionId
FROM ${scoped('logs')}
  AND timestamp = fromUnixTimestamp64Nano({time:Int64}, 'UTC')
  AND sequence = {sequence:UInt64}
LIMIT 1`

const row = logSummaryRow.extend({ resourceId: z.string(), sessionId: z.string() })

/**
 * Reads a log record as a list has it, with what it has in common with others.
 * @throws {NotFoundError}
 */
export async function readLogPlace(context: QueryContext, id: string) {
  const { rows, receipt } = await runQuery(context, { sql: LOG, params: readLogId(id), row })
  const [found] = rows
  if (!found) throw noSuchLog(id)
  return { log: toLogSummary(found), resourceId: found.resourceId, sessionId: found.sessionId, receipt }
}
