import type { genAiColumns, RowOf } from '@hanzo/schema/row'
import type { GenAiAttributes } from './gen-ai-attributes.ts'
import { classify } from './kind.ts'
import {
  agentName,
  firstFinishReason,
  requestModel,
  responseModel,
  sentProvider,
  timeToFirstChunk,
  toolName,
} from './names.ts'
import { previewOf } from './preview.ts'
import { currentPrices, type PriceFinder } from './prices/find-price.ts'
import { providerName } from './provider-name.ts'
import { spanCost } from './span-cost.ts'
import { tokenUsage } from './usage.ts'

export type GenAiColumns = RowOf<typeof genAiColumns>

/** Those of a span that is none of generative AI. */
export const noGenAiColumns: Readonly<GenAiColumns> = {
  gen_ai_kind: '',
  gen_ai_operation_name: '',
  gen_ai_provider_name: '',
  gen_ai_request_model: '',
  gen_ai_response_model: '',
  gen_ai_agent_name: '',
  gen_ai_tool_name: '',
  gen_ai_finish_reason: '',
  gen_ai_is_inference: false,
  gen_ai_input_tokens: 0,
  gen_ai_output_tokens: 0,
  gen_ai_cache_read_input_tokens: 0,
  gen_ai_cache_write_input_tokens: 0,
  gen_ai_reasoning_output_tokens: 0,
  gen_ai_cost: 0,
  gen_ai_cost_source: '',
  gen_ai_time_to_first_chunk_nanoseconds: 0n,
  gen_ai_input_preview: '',
  gen_ai_output_preview: '',
}

/**
 * Reads what a span tells of generative AI, in the dialects of OpenTelemetry, the AI SDK, OpenInference, OpenLLMetry and
 * Langfuse; the first that tells something counts. The originals stay in its attributes. Pure.
 * @param attributes of a span that has one of `genAiKeyPrefixes`.
 * @param startUnixNano when the span started: prices have dates, and some dialects tell the first chunk as a point in time.
 */
export function genAiColumnsOf(
  attributes: GenAiAttributes,
  startUnixNano: bigint,
  prices: PriceFinder = currentPrices,
): GenAiColumns {
  const { kind, operation, isInference } = classify(attributes)
  const provider = providerName(sentProvider(attributes))
  const [asked, used] = [requestModel(attributes), responseModel(attributes)]
  const usage = tokenUsage(attributes)
  const call = { isInference, usage, provider, models: [used, asked], unixNano: startUnixNano }
  const { cost, source } = spanCost(attributes, call, prices)
  return {
    gen_ai_kind: kind,
    gen_ai_operation_name: operation,
    gen_ai_provider_name: provider,
    gen_ai_request_model: asked,
    gen_ai_response_model: used,
    gen_ai_agent_name: agentName(attributes),
    gen_ai_tool_name: toolName(attributes, kind),
    gen_ai_finish_reason: firstFinishReason(attributes),
    gen_ai_is_inference: isInference,
    gen_ai_input_tokens: usage.input,
    gen_ai_output_tokens: usage.output,
    gen_ai_cache_read_input_tokens: usage.cacheRead,
    gen_ai_cache_write_input_tokens: usage.cacheWrite,
    gen_ai_reasoning_output_tokens: usage.reasoning,
    gen_ai_cost: cost,
    gen_ai_cost_source: source,
    gen_ai_time_to_first_chunk_nanoseconds: timeToFirstChunk(attributes, startUnixNano),
    gen_ai_input_preview: previewOf(attributes, kind, 'input'),
    gen_ai_output_preview: previewOf(attributes, kind, 'output'),
  }
}
