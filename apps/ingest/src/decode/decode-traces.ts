import { exportTraceServiceRequestSchema, type Span, spanSchema } from '@hanzo/schema/otlp'
import type { SpanRow } from '@hanzo/schema/row'
import type { DecodeContext, Decoded, OtlpEncoding } from './decoded.ts'
import { readEnvelope } from './envelope.ts'
import { spanMessage, traceRequestMessage } from './protobuf/otlp-messages.ts'
import { type TimeWindow, timeProblem } from './record-time.ts'
import { accept, createRequestState, decodedOf, forEachRecord, parseRecord, remarkTime } from './request-state.ts'
import { spanRowOf } from './span-row.ts'

/**
 * Makes the rows of an ExportTraceServiceRequest: tables `spans` and `resources`.
 * A span that is invalid, or outside the time that is stored, is rejected alone.
 * @throws {UndecodableError} when the request as a whole cannot be read.
 * @see https://opentelemetry.io/docs/specs/otlp/
 */
export function decodeTraces(body: Uint8Array, encoding: OtlpEncoding, context: DecodeContext): Decoded {
  const { envelope, warnings } = readEnvelope(body, encoding, traceRequestMessage, exportTraceServiceRequestSchema)
  const groups = envelope.resourceSpans.map(({ resource, schemaUrl, scopeSpans }) => ({
    resource,
    schemaUrl,
    scopes: scopeSpans.map(({ scope, spans }) => ({ scope, records: spans })),
  }))
  const state = createRequestState(context)
  const spans: SpanRow[] = []
  forEachRecord(groups, spanMessage, state, (record, resource, scope) => {
    const span = parseRecord(spanSchema, record, state, resource)
    if (!span || !accept(state, record, resource, span.startTimeUnixNano, spanTimeProblem(state.window, span))) return
    remarkTime(
      state,
      resource,
      span.endTimeUnixNano > span.startTimeUnixNano ? span.endTimeUnixNano : span.startTimeUnixNano,
    )
    spans.push(spanRowOf(span, resource, scope, context.project))
  })
  return decodedOf(state, { spans }, warnings)
}

function spanTimeProblem(window: TimeWindow, span: Span): string | undefined {
  const startProblem = timeProblem(window, 'startTimeUnixNano', span.startTimeUnixNano)
  if (startProblem || span.endTimeUnixNano <= span.startTimeUnixNano) return startProblem
  return timeProblem(window, 'endTimeUnixNano', span.endTimeUnixNano)
}
