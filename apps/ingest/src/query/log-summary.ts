import type { LogSummary } from '@hanzo/schema/api'
import { z } from 'zod'
import { TYPED_ATTRIBUTES, typedAttributes, typedAttributesRow } from './attributes.ts'

/** Longer bodies are cut in lists and tails, and whole in the record itself. */
export const bodyCharactersMax = 8192

const columns = (body: string): string => `
  concat(toString(toUnixTimestamp64Nano(timestamp)), '-', toString(sequence)) AS logId,
  toString(toUnixTimestamp64Nano(timestamp)) AS timeUnixNano,
  toString(toUnixTimestamp64Nano(observed_timestamp)) AS observedTimeUnixNano,
  severity_number AS severityNumber,
  severity_text AS severityText,
  service_name AS serviceName,
  ${body},
  body_is_json AS bodyIsJson,
  event_name AS eventName,
  if(trace_id = toFixedString('', 16), '', lower(hex(trace_id))) AS traceId,
  if(span_id = toFixedString('', 8), '', lower(hex(span_id))) AS spanId,${TYPED_ATTRIBUTES}`

/** Columns of a log record in a list, under the names of the API. */
export const LOG_SUMMARY = columns(`substringUTF8(logs.body, 1, ${bodyCharactersMax}) AS shownBody,
  lengthUTF8(logs.body) > ${bodyCharactersMax} AS bodyTruncated`)
/** The same with the whole body. */
export const LOG_WHOLE = columns('logs.body AS shownBody, false AS bodyTruncated')

export const logSummaryRow = z.object({
  logId: z.string(),
  timeUnixNano: z.string(),
  observedTimeUnixNano: z.string(),
  severityNumber: z.number(),
  severityText: z.string(),
  serviceName: z.string(),
  shownBody: z.string(),
  bodyTruncated: z.union([z.boolean(), z.number().transform(Boolean)]),
  bodyIsJson: z.boolean(),
  eventName: z.string(),
  traceId: z.string(),
  spanId: z.string(),
  ...typedAttributesRow,
})

export function toLogSummary(row: z.output<typeof logSummaryRow>): LogSummary {
  return {
    logId: row.logId,
    timeUnixNano: row.timeUnixNano,
    observedTimeUnixNano: row.observedTimeUnixNano,
    severityNumber: row.severityNumber,
    severityText: row.severityText,
    serviceName: row.serviceName,
    body: row.shownBody,
    ...(row.bodyTruncated && { bodyTruncated: true }),
    bodyIsJson: row.bodyIsJson,
    eventName: row.eventName,
    traceId: row.traceId,
    spanId: row.spanId,
    attributes: typedAttributes(row),
  }
}
