import { type GenAiAttributes, numberOf, positiveOf, textOf } from './gen-ai-attributes.ts'
import { type Fields, fieldsOf, parsedOf } from './parsed-json.ts'
import { type Slots, slots } from './slots.ts'

/** Tokens that a span reports. Input includes what a cache gave and took, output includes reasoning. */
export interface TokenUsage {
  input: number
  output: number
  cacheRead: number
  cacheWrite: number
  reasoning: number
}

const uint32Max = 0xffff_ffff

const inputKeys = slots(
  'gen_ai.usage.input_tokens',
  'gen_ai.usage.prompt_tokens',
  'ai.usage.inputTokens',
  'ai.usage.promptTokens',
  'ai.usage.tokens',
  'llm.token_count.prompt',
  'llm.usage.prompt_tokens',
)
const outputKeys = slots(
  'gen_ai.usage.output_tokens',
  'gen_ai.usage.completion_tokens',
  'ai.usage.outputTokens',
  'ai.usage.completionTokens',
  'llm.token_count.completion',
  'llm.usage.completion_tokens',
)
const cacheReadKeys = slots(
  'gen_ai.usage.cache_read.input_tokens',
  'gen_ai.usage.cache_read_input_tokens',
  'ai.usage.inputTokenDetails.cacheReadTokens',
  'ai.usage.cachedInputTokens',
  'llm.token_count.prompt_details.cache_read',
  'llm.token_count.prompt_details.cache_input',
)
const cacheWriteKeys = slots(
  'gen_ai.usage.cache_creation.input_tokens',
  'gen_ai.usage.cache_write.input_tokens',
  'gen_ai.usage.cache_creation_input_tokens',
  'ai.usage.inputTokenDetails.cacheWriteTokens',
  'llm.token_count.prompt_details.cache_write',
)
const reasoningKeys = slots(
  'gen_ai.usage.reasoning.output_tokens',
  'gen_ai.usage.reasoning_tokens',
  'ai.usage.outputTokenDetails.reasoningTokens',
  'ai.usage.reasoningTokens',
  'llm.token_count.completion_details.reasoning',
)
const totalKeys = slots(
  'gen_ai.usage.total_tokens',
  'ai.usage.totalTokens',
  'llm.token_count.total',
  'llm.usage.total_tokens',
)

const detailKeys = slots('langfuse.observation.usage_details')

/** Reads the tokens of a span; 0 for what it does not report. */
export function tokenUsage(attributes: GenAiAttributes): TokenUsage {
  const sent = textOf(attributes, detailKeys)
  const details = sent === '' ? noUsage : langfuseUsage(parsedOf(sent))
  const read = (keys: Slots, other: number): number => numberOf(attributes, keys) || other
  return consistent(
    {
      input: read(inputKeys, details.input),
      output: read(outputKeys, details.output),
      cacheRead: read(cacheReadKeys, details.cacheRead),
      cacheWrite: read(cacheWriteKeys, details.cacheWrite),
      reasoning: read(reasoningKeys, details.reasoning),
    },
    read(totalKeys, details.total),
  )
}

const noUsage = { input: 0, output: 0, cacheRead: 0, cacheWrite: 0, reasoning: 0, total: 0 }

/**
 * Some senders leave the parts out of the whole: a cache cannot have given more than was read, so then it stands beside it.
 * Some tell the total alone: what is missing in it is the side that was not told.
 */
function consistent({ input, output, cacheRead, cacheWrite, reasoning }: TokenUsage, total: number): TokenUsage {
  const cached = cacheRead + cacheWrite
  const wholeInput = cached > input ? input + cached : input
  const wholeOutput = reasoning > output ? output + reasoning : output
  const rest = Math.max(0, total - wholeInput - wholeOutput)
  return {
    input: tokens(wholeInput === 0 ? rest : wholeInput),
    output: tokens(wholeInput > 0 && wholeOutput === 0 ? rest : wholeOutput),
    cacheRead: tokens(cacheRead),
    cacheWrite: tokens(cacheWrite),
    reasoning: tokens(reasoning),
  }
}

function tokens(count: number): number {
  return count <= uint32Max ? Math.trunc(count) : 0
}

/** Langfuse keeps kinds of tokens apart by name: `input`, `input_cached_tokens`, `output_reasoning_tokens`, or as OpenAI sends them. */
function langfuseUsage(value: unknown): TokenUsage & { total: number } {
  const usage = fieldsOf(value)
  const total = positiveOf(usage.total) || positiveOf(usage.total_tokens)
  const prompt = positiveOf(usage.prompt_tokens)
  const completion = positiveOf(usage.completion_tokens)
  if (prompt + completion > 0) return { ...openAiDetails(usage), input: prompt, output: completion, total }
  const sum = (pattern: RegExp): number =>
    Object.entries(usage).reduce((all, [key, count]) => (pattern.test(key) ? all + positiveOf(count) : all), 0)
  return {
    input: sum(/input/),
    output: sum(/output/),
    cacheRead: sum(/cache_?read|cached|input_cache$/),
    cacheWrite: sum(/cache_?(creation|write)/),
    reasoning: sum(/reasoning/),
    total,
  }
}

function openAiDetails(usage: Fields) {
  return {
    cacheRead: positiveOf(fieldsOf(usage.prompt_tokens_details).cached_tokens),
    cacheWrite: 0,
    reasoning: positiveOf(fieldsOf(usage.completion_tokens_details).reasoning_tokens),
  }
}
