import type { Attributes } from '@opentelemetry/api'

/** Tokens. Cached ones are part of `inputTokens`, reasoning of `outputTokens`. */
export interface Usage {
  inputTokens?: number | undefined
  outputTokens?: number | undefined
  totalTokens?: number | undefined
  cachedInputTokens?: number | undefined
  cacheWriteTokens?: number | undefined
  reasoningTokens?: number | undefined
}

/** What models of either specification of the AI SDK tell of their use: numbers in v2, parts in v3. */
export interface ReportedUsage {
  inputTokens?:
    | number
    | { total?: number | undefined; cacheRead?: number | undefined; cacheWrite?: number | undefined }
    | undefined
  outputTokens?: number | { total?: number | undefined; reasoning?: number | undefined } | undefined
  cachedInputTokens?: number | undefined
  reasoningTokens?: number | undefined
}

const COUNTS = [
  'inputTokens',
  'outputTokens',
  'totalTokens',
  'cachedInputTokens',
  'cacheWriteTokens',
  'reasoningTokens',
] as const satisfies (keyof Usage)[]

const ATTRIBUTE_NAMES = [
  ['inputTokens', 'gen_ai.usage.input_tokens'],
  ['outputTokens', 'gen_ai.usage.output_tokens'],
  ['cachedInputTokens', 'gen_ai.usage.cache_read.input_tokens'],
  ['cacheWriteTokens', 'gen_ai.usage.cache_creation.input_tokens'],
  ['reasoningTokens', 'gen_ai.usage.reasoning.output_tokens'],
] as const satisfies (readonly [keyof Usage, string])[]

/** Reads what a model reported; counts it left out stay undefined. */
export function usageOf(reported: ReportedUsage | undefined): Usage {
  if (!reported) return {}
  const input = typeof reported.inputTokens === 'object' ? reported.inputTokens : { total: reported.inputTokens }
  const output = typeof reported.outputTokens === 'object' ? reported.outputTokens : { total: reported.outputTokens }
  return defined({
    inputTokens: input.total,
    outputTokens: output.total,
    totalTokens: sum(input.total, output.total),
    cachedInputTokens: 'cacheRead' in input ? input.cacheRead : reported.cachedInputTokens,
    cacheWriteTokens: 'cacheWrite' in input ? input.cacheWrite : undefined,
    reasoningTokens: 'reasoning' in output ? output.reasoning : reported.reasoningTokens,
  })
}

/** A count that neither side knows stays undefined. */
export function addUsage(left: Usage, right: Usage): Usage {
  return defined({
    inputTokens: sum(left.inputTokens, right.inputTokens),
    outputTokens: sum(left.outputTokens, right.outputTokens),
    totalTokens: sum(left.totalTokens, right.totalTokens),
    cachedInputTokens: sum(left.cachedInputTokens, right.cachedInputTokens),
    cacheWriteTokens: sum(left.cacheWriteTokens, right.cacheWriteTokens),
    reasoningTokens: sum(left.reasoningTokens, right.reasoningTokens),
  })
}

/** `gen_ai.usage.*` of a span. */
export function usageAttributes(usage: Usage): Attributes {
  const attributes: Attributes = {}
  for (const [count, name] of ATTRIBUTE_NAMES) {
    if (usage[count] !== undefined) attributes[name] = usage[count]
  }
  return attributes
}

const sum = (left: number | undefined, right: number | undefined) => (left === undefined ? right : left + (right ?? 0))

/** The counts that are there. Written out and not through entries: it runs several times in each run of an agent. */
function defined(usage: Usage): Usage {
  const known: Usage = {}
  for (const key of COUNTS) {
    const count = usage[key]
    if (count !== undefined) known[key] = count
  }
  return known
}
