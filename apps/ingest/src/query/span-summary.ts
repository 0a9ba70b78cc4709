import {
  type GenAiSummary,
  openSpanStateSchema,
  type SpanSummary,
  spanKindSchema,
  spanStatusSchema,
} from '@hanzo/schema/api'
import { z } from 'zod'

/** @param kind OTLP's number. */
export function spanKind(kind: number): SpanSummary['kind'] {
  return spanKindSchema.options[kind] ?? 'unspecified'
}

/** @param statusCode OTLP's number. */
export function spanStatus(statusCode: number): SpanSummary['status'] {
  return spanStatusSchema.options[statusCode] ?? 'unset'
}

// No element for the many spans that are not of generative AI: the waterfall of a large trace pays for each byte a span.
const GEN_AI_SUMMARY = `if(gen_ai_kind = '', [], [tuple(
    toString(gen_ai_kind), toString(gen_ai_provider_name), toString(gen_ai_response_model), toString(gen_ai_finish_reason),
    gen_ai_is_inference,
    gen_ai_cache_read_input_tokens, gen_ai_cache_write_input_tokens, gen_ai_reasoning_output_tokens,
    gen_ai_cost, toString(gen_ai_cost_source), gen_ai_time_to_first_chunk_nanoseconds,
    gen_ai_input_preview, gen_ai_output_preview)])`

const genAiTuple = z.tuple([
  z.string(),
  z.string(),
  z.string(),
  z.string(),
  z.boolean(),
  z.number(),
  z.number(),
  z.number(),
  z.number(),
  z.string(),
  z.string(),
  z.string(),
  z.string(),
])

/** The one element of `GEN_AI_SUMMARY`, in the order that it has there. */
function genAiSummary(rows: z.output<typeof genAiTuple>[]): GenAiSummary | undefined {
  const [row] = rows
  if (!row) return undefined
  const [kind, providerName, responseModel, finishReason, isInference, cacheRead, cacheWrite, reasoning, ...rest] = row
  const [cost, costSource, timeToFirstChunkNanoseconds, inputPreview, outputPreview] = rest
  return {
    kind,
    providerName,
    responseModel,
    finishReason,
    isInference,
    cacheReadInputTokens: cacheRead,
    cacheWriteInputTokens: cacheWrite,
    reasoningOutputTokens: reasoning,
    cost,
    costSource,
    timeToFirstChunkNanoseconds,
    inputPreview,
    outputPreview,
  }
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
  ${GEN_AI_SUMMARY} AS genAi,
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
  genAi: z.array(genAiTuple).transform(genAiSummary),
  sessionId: z.string(),
  eventCount: z.coerce.number(),
})

const keys = Object.keys(spanSummaryRow.shape) as (keyof SpanSummary)[]

/** The summary's part of a wider row. */
export function spanSummary(row: SpanSummary): SpanSummary {
  return Object.fromEntries(keys.map((key) => [key, row[key]])) as SpanSummary
}
