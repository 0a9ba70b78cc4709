import { exportLogsServiceRequestSchema, logRecordSchema, spanStartEventName } from '@hanzo/schema/otlp'
import type { LogRow, RunningSpanRow } from '@hanzo/schema/row'
import type { DecodeContext, Decoded, OtlpEncoding } from './decoded.ts'
import { readEnvelope } from './envelope.ts'
import { logRowOf } from './log-row.ts'
import { logRecordMessage, logsRequestMessage } from './protobuf/otlp-messages.ts'
import { timeProblem } from './record-time.ts'
import { accept, createRequestState, decodedOf, forEachRecord, parseRecord, remarkTime } from './request-state.ts'
import { acceptSpanStart } from './running-span-row.ts'

/**
 * Makes the rows of an ExportLogsServiceRequest: tables `logs` and `resources`, and `running_spans` for the events that
 * announce a span, which are no log records to whoever reads logs.
 * A record without a time takes its observed time, or else the time of receipt; one that is invalid, or outside the time
 * that is stored, is rejected alone.
 * @throws {UndecodableError} when the request as a whole cannot be read.
 * @see https://opentelemetry.io/docs/specs/otlp/
 */
export function decodeLogs(body: Uint8Array, encoding: OtlpEncoding, context: DecodeContext): Decoded {
  const { envelope, warnings } = readEnvelope(body, encoding, logsRequestMessage, exportLogsServiceRequestSchema)
  const groups = envelope.resourceLogs.map(({ resource, schemaUrl, scopeLogs }) => ({
    resource,
    schemaUrl,
    scopes: scopeLogs.map(({ scope, logRecords }) => ({ scope, records: logRecords })),
  }))
  const state = createRequestState(context)
  const logs: LogRow[] = []
  const runningSpans: RunningSpanRow[] = []
  forEachRecord(groups, logRecordMessage, state, (record, resource, scope) => {
    const log = parseRecord(logRecordSchema, record, state, resource)
    if (!log) return
    if (log.eventName === spanStartEventName) {
      const row = acceptSpanStart(log, record, state, resource, scope)
      if (row) runningSpans.push(row)
      return
    }
    const timestamp = log.timeUnixNano || log.observedTimeUnixNano || context.receivedAtUnixNano
    const field = log.timeUnixNano ? 'timeUnixNano' : 'observedTimeUnixNano'
    if (!accept(state, record, resource, timestamp, timeProblem(state.window, field, timestamp))) return
    remarkTime(state, resource, timestamp)
    logs.push(logRowOf(log, timestamp, resource, scope, context))
  })
  return decodedOf(state, { running_spans: runningSpans, logs }, warnings)
}
