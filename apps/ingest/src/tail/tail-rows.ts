import type { GenAiSummary, LogSummary, MetricPoint, SpanSummary } from '@hanzo/schema/api'
import type { LogRow, MetricSeriesRow, RunningSpanRow, SpanRow } from '@hanzo/schema/row'
import { textAttributes, typedAttributes } from '../query/attributes.ts'
import { bodyCharactersMax } from '../query/log-summary.ts'
import { metricType } from '../query/metrics/metric-type.ts'
import { spanKind, spanStatus } from '../query/span-summary.ts'

const noId = /^0*$/
const idOrEmpty = (id: string): string => (noId.test(id) ? '' : id)

/** What spans have in common whether they have ended or not. */
function spanStartOf(row: SpanRow | RunningSpanRow) {
  return {
    traceId: row.trace_id,
    spanId: row.span_id,
    parentSpanId: idOrEmpty(row.parent_span_id),
    name: row.name,
    kind: spanKind(row.kind),
    serviceName: row.service_name,
    startTimeUnixNano: String(row.timestamp),
    httpRoute: row.http_route,
    httpResponseStatusCode: row.http_response_status_code,
    genAiOperationName: row.gen_ai_operation_name,
    genAiRequestModel: row.gen_ai_request_model,
    genAiAgentName: row.gen_ai_agent_name,
    genAiToolName: row.gen_ai_tool_name,
    genAiInputTokens: row.gen_ai_input_tokens,
    genAiOutputTokens: row.gen_ai_output_tokens,
    ...(row.gen_ai_kind !== '' && { genAi: genAiSummaryOf(row) }),
    sessionId: row.session_id,
  }
}

function genAiSummaryOf(row: SpanRow | RunningSpanRow): GenAiSummary {
  return {
    kind: row.gen_ai_kind,
    providerName: row.gen_ai_provider_name,
    responseModel: row.gen_ai_response_model,
    finishReason: row.gen_ai_finish_reason,
    isInference: row.gen_ai_is_inference,
    cacheReadInputTokens: row.gen_ai_cache_read_input_tokens,
    cacheWriteInputTokens: row.gen_ai_cache_write_input_tokens,
    reasoningOutputTokens: row.gen_ai_reasoning_output_tokens,
    cost: row.gen_ai_cost,
    costSource: row.gen_ai_cost_source,
    timeToFirstChunkNanoseconds: String(row.gen_ai_time_to_first_chunk_nanoseconds),
    inputPreview: row.gen_ai_input_preview,
    outputPreview: row.gen_ai_output_preview,
  }
}

/** A span as lists show it, before it can be read from ClickHouse. */
export function spanSummaryOf(row: SpanRow): SpanSummary {
  return {
    ...spanStartOf(row),
    durationNanoseconds: String(row.duration_nanoseconds),
    status: spanStatus(row.status_code),
    statusMessage: row.status_message,
    eventCount: row['events.name'].length,
  }
}

/** Nanoseconds since a span started, as far as its sender's clock agrees with ours. */
export function durationSoFar(row: RunningSpanRow, nowMilliseconds: number): bigint {
  const duration = BigInt(nowMilliseconds) * 1_000_000n - row.timestamp
  return duration > 0n ? duration : 0n
}

/** A span that has just started, as lists show it. One that comes too late to be believed has no duration. */
export function runningSpanSummaryOf(row: RunningSpanRow): SpanSummary {
  const now = Date.now()
  const isGivenUp = row.end_expected_by < BigInt(now) * 1_000_000n
  return {
    ...spanStartOf(row),
    durationNanoseconds: isGivenUp ? '0' : String(durationSoFar(row, now)),
    state: isGivenUp ? 'no_end' : 'running',
    status: 'unset',
    statusMessage: '',
    eventCount: 0,
  }
}

/** A log record as lists show it. */
export function logSummaryOf(row: LogRow): LogSummary {
  const body = cutBody(row.body)
  return {
    logId: `${row.timestamp}-${row.sequence}`,
    timeUnixNano: String(row.timestamp),
    observedTimeUnixNano: String(row.observed_timestamp),
    severityNumber: row.severity_number,
    severityText: row.severity_text,
    serviceName: row.service_name,
    body,
    ...(body.length < row.body.length && { bodyTruncated: true }),
    bodyIsJson: row.body_is_json,
    eventName: row.event_name,
    traceId: idOrEmpty(row.trace_id),
    spanId: idOrEmpty(row.span_id),
    attributes: typedAttributes(row),
  }
}

/** Counts characters as ClickHouse does, a surrogate pair as one. */
function cutBody(body: string): string {
  if (body.length <= bodyCharactersMax) return body
  let end = 0
  for (let count = 0; count < bodyCharactersMax && end < body.length; count++) {
    end += (body.codePointAt(end) ?? 0) > 0xffff ? 2 : 1
  }
  return body.slice(0, end)
}

interface PointRow {
  timestamp: bigint
  value?: number
  sum?: number
  count?: bigint
}

export function metricPointOf(row: PointRow, series: MetricSeriesRow): MetricPoint {
  const value = row.value ?? row.sum ?? Number.NaN
  return {
    name: series.metric_name,
    type: metricType(series.type),
    unit: series.unit,
    serviceName: series.service_name,
    seriesId: String(series.series_id),
    attributes: textAttributes(series.attributes, series.attribute_types),
    timeUnixMilliseconds: Number(row.timestamp),
    value: Number.isFinite(value) ? value : null,
    count: row.count === undefined ? null : Number(row.count),
  }
}
