import { type LogRecord, logRecordSchema, spanStartEventName } from '@hanzo/schema/otlp'
import type { LogRow, RunningSpanRow } from '@hanzo/schema/row'
import { boundAttributes } from './bound-attributes.ts'
import { cutRemark, limitLog } from './limited-text.ts'
import { logRowOf } from './log-row.ts'
import type { ResourceOrigin, ScopeOrigin } from './origin.ts'
import { timeProblem } from './record-time.ts'
import { accept, parseRecord, type RequestState, remarkTime } from './request-state.ts'
import { acceptSpanStart } from './running-span-row.ts'

/** The row of a log record, or of an event that announces a span. */
export type AcceptedLog = { table: 'logs'; row: LogRow } | { table: 'running_spans'; row: RunningSpanRow }

/**
 * The row of a log record; `undefined` when it was rejected, with the reason. A record without a time takes its observed
 * time, or else the time of receipt.
 * @param record a log record as it was sent: JSON, or a decoded message.
 */
export function acceptLog(
  record: unknown,
  state: RequestState,
  resource: ResourceOrigin,
  scope: ScopeOrigin,
): AcceptedLog | undefined {
  const sent = parseRecord(logRecordSchema, record, state, resource)
  if (!sent) return undefined
  const log = limitLog(sent)
  const accepted = acceptLimited(log, record, state, resource, scope)
  if (accepted && log !== sent) state.remarks.note(cutRemark, resource)
  return accepted
}

function acceptLimited(
  log: LogRecord,
  record: unknown,
  state: RequestState,
  resource: ResourceOrigin,
  scope: ScopeOrigin,
): AcceptedLog | undefined {
  if (log.eventName === spanStartEventName) {
    const row = acceptSpanStart(log, record, state, resource, scope)
    return row && { table: 'running_spans', row }
  }
  const timestamp = log.timeUnixNano || log.observedTimeUnixNano || state.context.receivedAtUnixNano
  const field = log.timeUnixNano ? 'timeUnixNano' : 'observedTimeUnixNano'
  if (!accept(state, record, resource, timestamp, timeProblem(state.window, field, timestamp))) return undefined
  remarkTime(state, resource, timestamp)
  const stored = boundAttributes(state, resource, log.attributes)
  return { table: 'logs', row: logRowOf(log, timestamp, resource, scope, state, stored) }
}
