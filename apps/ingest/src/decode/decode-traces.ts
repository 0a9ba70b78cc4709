import { exportTraceServiceRequestSchema } from '@hanzo/schema/otlp'
import type { SpanRow } from '@hanzo/schema/row'
import { acceptSpan } from './accept-span.ts'
import type { DecodeContext, Decoded, OtlpEncoding } from './decoded.ts'
import { readEnvelope } from './envelope.ts'
import { spanMessage, traceRequestMessage } from './protobuf/otlp-messages.ts'
import { createRequestState, decodedOf, forEachRecord } from './request-state.ts'

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
    const row = acceptSpan(record, state, resource, scope)
    if (row) spans.push(row)
  })
  return decodedOf(state, { spans }, warnings)
}
