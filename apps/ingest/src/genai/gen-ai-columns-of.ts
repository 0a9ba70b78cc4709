import type { genAiColumns, RowOf } from '@hanzo/schema/row'
import { type AttributeLookup, textOf } from './read-value.ts'

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
 * Reads what a span tells of generative AI, in whichever dialect; the originals stay in its attributes. Pure.
 * @param startUnixNano when the span started: prices have dates, and some dialects tell the first chunk as a point in time.
 */
export function genAiColumnsOf(attributes: AttributeLookup, _startUnixNano: bigint): GenAiColumns {
  const operation = textOf(attributes, ['gen_ai.operation.name'])
  const tokens = (...keys: string[]) => {
    const number = Number(textOf(attributes, keys))
    return number > 0 && number <= 0xffff_ffff ? Math.trunc(number) : 0
  }
  return {
    ...noGenAiColumns,
    gen_ai_operation_name: operation,
    gen_ai_is_inference: ['chat', 'text_completion', 'generate_content', 'embeddings'].includes(operation),
    gen_ai_provider_name: textOf(attributes, ['gen_ai.provider.name', 'gen_ai.system']),
    gen_ai_request_model: textOf(attributes, ['gen_ai.request.model']),
    gen_ai_agent_name: textOf(attributes, ['gen_ai.agent.name']),
    gen_ai_tool_name: textOf(attributes, ['gen_ai.tool.name']),
    gen_ai_input_tokens: tokens('gen_ai.usage.input_tokens', 'gen_ai.usage.prompt_tokens'),
    gen_ai_output_tokens: tokens('gen_ai.usage.output_tokens', 'gen_ai.usage.completion_tokens'),
  }
}
