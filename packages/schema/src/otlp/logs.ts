import { z } from 'zod'
import { anyValueSchema, attributesSchema } from './any-value.ts'
import { lenientSpanIdSchema, lenientTraceIdSchema } from './identifier.ts'
import { deferredSchema, envelopeListSchema, messageSchema, recordsSchema } from './message.ts'
import { enumerationSchema, textSchema, uint32Schema, unixNanoSchema } from './scalar.ts'

const severityNames = ['TRACE', 'DEBUG', 'INFO', 'WARN', 'ERROR', 'FATAL'].flatMap((name) =>
  ['', '2', '3', '4'].map((step) => `SEVERITY_NUMBER_${name}${step}`),
)

/**
 * A log record or event. Rejected: a field of the wrong type, attributes or a body beyond the limits.
 * Stored all the same: no body; an invalid trace or span id (as absent, as OTLP asks); an unknown severity (as 0);
 * no time (the observed time is taken, or else the time of receipt).
 * @see https://github.com/open-telemetry/opentelemetry-proto/blob/main/opentelemetry/proto/logs/v1/logs.proto
 */
export const logRecordSchema = z.object({
  timeUnixNano: unixNanoSchema,
  observedTimeUnixNano: unixNanoSchema,
  severityNumber: enumerationSchema(['SEVERITY_NUMBER_UNSPECIFIED', ...severityNames]),
  severityText: textSchema,
  body: anyValueSchema,
  attributes: attributesSchema,
  droppedAttributesCount: uint32Schema,
  flags: uint32Schema,
  traceId: lenientTraceIdSchema,
  spanId: lenientSpanIdSchema,
  eventName: textSchema,
})
export type LogRecord = z.output<typeof logRecordSchema>

/**
 * The envelope of a logs request; resources, scopes and records are validated one by one.
 * @see https://github.com/open-telemetry/opentelemetry-proto/blob/main/opentelemetry/proto/collector/logs/v1/logs_service.proto
 */
export const exportLogsServiceRequestSchema = messageSchema({
  resourceLogs: envelopeListSchema({
    resource: deferredSchema,
    scopeLogs: envelopeListSchema({ scope: deferredSchema, logRecords: recordsSchema, schemaUrl: textSchema }),
    schemaUrl: textSchema,
  }),
})
