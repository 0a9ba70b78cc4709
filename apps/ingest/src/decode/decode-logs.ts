import { exportLogsServiceRequestSchema } from '@hanzo/schema/otlp'
import type { LogRow, RunningSpanRow } from '@hanzo/schema/row'
import { acceptLog } from './accept-log.ts'
import type { DecodeContext, Decoded, OtlpEncoding } from './decoded.ts'
import { readEnvelope } from './envelope.ts'
import { logRecordMessage, logsRequestMessage } from './protobuf/otlp-messages.ts'
import { createRequestState, decodedOf, forEachRecord } from './request-state.ts'

/**
 * Makes the rows of an ExportLogsServiceRequest: tables `logs` and `resources`, and `running_spans` for the events that
 * announce a span, which are no log records to whoever reads logs.
 * A record that is invalid, or outside the time that is stored, is rejected alone.
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
    const accepted = acceptLog(record, state, resource, scope)
    if (accepted?.table === 'logs') logs.push(accepted.row)
    else if (accepted) runningSpans.push(accepted.row)
  })
  return decodedOf(state, { running_spans: runningSpans, logs }, warnings)
}
