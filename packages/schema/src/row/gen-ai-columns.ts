/**
 * What is known of a span of generative AI, whichever SDK wrote it; empty, 0 and false on all others.
 *
 * - `gen_ai_kind`: what the span is, see `genAiKinds`.
 * - `gen_ai_is_inference`: a call of a model itself. Totals are sums over these alone: spans above them repeat their usage.
 * - tokens: input includes what was read from and written to a cache, output includes reasoning.
 * - `gen_ai_cost`: US dollars; `gen_ai_cost_source` tells where the figure is from, see `genAiCostSource`.
 * - previews: the last thing that was said to the span and what it answered, at most `genAiPreviewCharactersMax` characters.
 */
export const genAiColumns = {
  gen_ai_kind: 'LowCardinality(String)',
  gen_ai_operation_name: 'LowCardinality(String)',
  gen_ai_provider_name: 'LowCardinality(String)',
  gen_ai_request_model: 'LowCardinality(String)',
  gen_ai_response_model: 'LowCardinality(String)',
  gen_ai_agent_name: 'LowCardinality(String)',
  gen_ai_tool_name: 'LowCardinality(String)',
  gen_ai_finish_reason: 'LowCardinality(String)',
  gen_ai_is_inference: 'Bool',
  gen_ai_input_tokens: 'UInt32',
  gen_ai_output_tokens: 'UInt32',
  gen_ai_cache_read_input_tokens: 'UInt32',
  gen_ai_cache_write_input_tokens: 'UInt32',
  gen_ai_reasoning_output_tokens: 'UInt32',
  gen_ai_cost: 'Float64',
  gen_ai_cost_source: 'LowCardinality(String)',
  gen_ai_time_to_first_chunk_nanoseconds: 'UInt64',
  gen_ai_input_preview: 'String',
  gen_ai_output_preview: 'String',
} as const

/** Values of `gen_ai_kind`; `''` for a span that is none of these. */
export const genAiKinds = [
  'llm',
  'embedding',
  'rerank',
  'retrieval',
  'tool',
  'agent',
  'workflow',
  'task',
  'guardrail',
  'evaluator',
  'prompt',
  'memory',
  'mcp',
] as const

/** Values of `gen_ai_cost_source` beside `''` (nothing to pay for) and the id of a price: `<provider>/<model>@<date>`. */
export const genAiCostSource = { sender: 'sender', unpriced: 'unpriced' } as const

export const genAiPreviewCharactersMax = 200
