import { openSpanStateSchema, type SpanSummary, spanKindSchema, spanStatusSchema } from '@hanzo/schema/api'
import { z } from 'zod'

/** @param kind OTLP's number. */
export function spanKind(kind: number): SpanSummary['kind'] {
  return spanKindSchema.options[kind] ?? 'unspecified'
}

/** @param statusCode OTLP's number. */
export function spanStatus(statusCode: number): SpanSummary['status'] {
  return spanStatusSchema.options[statusCode] ?? 'unset'
}

/** What spans and running spans have in common, under the names of the API. */
export const SPAN_START_SUMMARY = `
  lower(hex(trace_id)) AS traceId,
  lower(hex(span_id)) AS spanId,
  if(is_root, '', lower(hex(parent_span_id))) AS parentSpanId,
  name,
  kind,
  service_name AS serviceName,
  toString(toUnixTimestamp64Nano(timestamp)) AS startTimeUnixNano,
  duration_nanoseconds AS durationNanoseconds,
  status_code AS status,
  status_message AS statusMessage,
  http_route AS httpRoute,
  http_response_status_code AS httpResponseStatusCode,
  gen_ai_operation_name AS genAiOperationName,
  gen_ai_request_model AS genAiRequestModel,
  gen_ai_agent_name AS genAiAgentName,
  gen_ai_tool_name AS genAiToolName,
  gen_ai_input_tokens AS genAiInputTokens,
  gen_ai_output_tokens AS genAiOutputTokens,
  session_id AS sessionId`

/** Columns of a span in a list or a waterfall, under the names of the API. */
export const SPAN_SUMMARY = `${SPAN_START_SUMMARY},
  length(events.name) AS eventCount`

export const spanSummaryRow = z.object({
  traceId: z.string(),
  spanId: z.string(),
  parentSpanId: z.string(),
  name: z.string(),
  kind: z.number().transform(spanKind),
  serviceName: z.string(),
  startTimeUnixNano: z.string(),
  durationNanoseconds: z.string(),
  state: openSpanStateSchema.optional(),
  status: z.number().transform(spanStatus),
  statusMessage: z.string(),
  httpRoute: z.string(),
  httpResponseStatusCode: z.number(),
  genAiOperationName: z.string(),
  genAiRequestModel: z.string(),
  genAiAgentName: z.string(),
  genAiToolName: z.string(),
  genAiInputTokens: z.number(),
  genAiOutputTokens: z.number(),
  sessionId: z.string(),
  eventCount: z.coerce.number(),
})

const keys = Object.keys(spanSummaryRow.shape) as (keyof SpanSummary)[]

/** The summary's part of a wider row. */
export function spanSummary(row: SpanSummary): SpanSummary {
  return Object.fromEntries(keys.map((key) => [key, row[key]])) as SpanSummary
}
