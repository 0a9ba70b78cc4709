import { z } from 'zod'
import { attributesSchema } from './any-value.ts'
import {
  lenientSpanIdSchema,
  lenientTraceIdSchema,
  parentSpanIdSchema,
  spanIdSchema,
  traceIdSchema,
} from './identifier.ts'
import { otlpLimits } from './limits.ts'
import { deferredSchema, envelopeListSchema, listSchema, messageSchema, recordsSchema } from './message.ts'
import {
  enumerationSchema,
  type Integer64Input,
  readUint64,
  scalar,
  textSchema,
  uint32Schema,
  unixNanoSchema,
} from './scalar.ts'

/** An event without a time is stored at its span's start. An empty name is stored as is. */
export const spanEventSchema = z.object({
  timeUnixNano: unixNanoSchema,
  name: textSchema,
  attributes: attributesSchema,
  droppedAttributesCount: uint32Schema,
})
export type SpanEvent = z.output<typeof spanEventSchema>

/** A link whose ids are invalid points nowhere: it is left out of the row and counted as a dropped link. */
export const spanLinkSchema = z.object({
  traceId: lenientTraceIdSchema,
  spanId: lenientSpanIdSchema,
  traceState: textSchema,
  attributes: attributesSchema,
  droppedAttributesCount: uint32Schema,
  flags: uint32Schema,
})
export type SpanLink = z.output<typeof spanLinkSchema>

const startTimeSchema = scalar<Integer64Input, bigint>(
  (value) => readUint64(value) || undefined,
  'must be nanoseconds since 1970-01-01, not 0, in JSON best as a decimal string',
)

/**
 * A span. Rejected: an invalid trace, span or parent id, no start time, a field of the wrong type, more than the limits.
 * Stored all the same: an empty name; an end of 0 or before the start (duration 0); an unknown kind or status (as 0).
 * @see https://github.com/open-telemetry/opentelemetry-proto/blob/main/opentelemetry/proto/trace/v1/trace.proto
 */
export const spanSchema = z.object({
  traceId: traceIdSchema,
  spanId: spanIdSchema,
  traceState: textSchema,
  parentSpanId: parentSpanIdSchema,
  flags: uint32Schema,
  name: textSchema,
  kind: enumerationSchema([
    'SPAN_KIND_UNSPECIFIED',
    'SPAN_KIND_INTERNAL',
    'SPAN_KIND_SERVER',
    'SPAN_KIND_CLIENT',
    'SPAN_KIND_PRODUCER',
    'SPAN_KIND_CONSUMER',
  ]),
  startTimeUnixNano: startTimeSchema,
  endTimeUnixNano: unixNanoSchema,
  attributes: attributesSchema,
  droppedAttributesCount: uint32Schema,
  events: listSchema(spanEventSchema, otlpLimits.eventsMax),
  droppedEventsCount: uint32Schema,
  links: listSchema(spanLinkSchema, otlpLimits.linksMax),
  droppedLinksCount: uint32Schema,
  status: messageSchema({
    message: textSchema,
    code: enumerationSchema(['STATUS_CODE_UNSET', 'STATUS_CODE_OK', 'STATUS_CODE_ERROR']),
  }),
})
export type Span = z.output<typeof spanSchema>

/**
 * The envelope of a trace request. Resources, scopes and spans are validated one by one with their own schemas, so that
 * a bad one is rejected alone; an envelope that fails is a request that cannot be decoded.
 * @see https://github.com/open-telemetry/opentelemetry-proto/blob/main/opentelemetry/proto/collector/trace/v1/trace_service.proto
 */
export const exportTraceServiceRequestSchema = messageSchema({
  resourceSpans: envelopeListSchema({
    resource: deferredSchema,
    scopeSpans: envelopeListSchema({ scope: deferredSchema, spans: recordsSchema, schemaUrl: textSchema }),
    schemaUrl: textSchema,
  }),
})
