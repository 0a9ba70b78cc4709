import { z } from 'zod'

/** What a list or a waterfall shows of a span of generative AI beside its names and tokens, whichever SDK wrote it. */
export const genAiSummarySchema = z.object({
  kind: z
    .string()
    .describe(
      'llm, embedding, rerank, retrieval, tool, agent, workflow, task, guardrail, evaluator, prompt, memory or mcp',
    ),
  providerName: z.string(),
  responseModel: z.string().describe('The model that answered, where it is not only the one that was asked'),
  finishReason: z.string().describe('stop, length, tool_calls, content_filter, or as the provider says it'),
  isInference: z.boolean().describe('A call of a model itself: totals are sums over these spans alone'),
  cacheReadInputTokens: z.number().int().describe('Part of the input tokens'),
  cacheWriteInputTokens: z.number().int().describe('Part of the input tokens'),
  reasoningOutputTokens: z.number().int().describe('Part of the output tokens'),
  cost: z.number().describe('US dollars'),
  costSource: z
    .string()
    .describe('`sender`, `unpriced`, or the price `<provider>/<model>@<date of the table>`; empty without tokens'),
  timeToFirstChunkNanoseconds: z.string().describe('`0` when not told'),
  inputPreview: z.string().describe('At most 200 characters; the attributes of the span have the whole'),
  outputPreview: z.string(),
})
export type GenAiSummary = z.infer<typeof genAiSummarySchema>

/** One line of what a call cost: so many tokens of one kind at one rate. Together they are the cost. */
export const costPartSchema = z.object({
  kind: z.enum(['input', 'cache_read', 'cache_write', 'output', 'reasoning', 'request']),
  count: z.number().describe('Tokens; requests for `request`'),
  rate: z.number().describe('US dollars per million tokens; per request for `request`'),
})
export type CostPart = z.infer<typeof costPartSchema>
