import type { LanguageModelV3 } from '@ai-sdk/provider'

const usage = {
  inputTokens: { total: 100, noCache: 100, cacheRead: 0, cacheWrite: 0 },
  outputTokens: { total: 20, text: 20, reasoning: 0 },
}

/** A model in this process that answers at once, a call of the tool `look_up` and a text in turn: what is measured is the work around it, not a network. */
export function createInstantModel(text: string): LanguageModelV3 {
  let calls = 0
  return {
    specificationVersion: 'v3',
    provider: 'bench',
    modelId: 'instant',
    supportedUrls: {},
    doGenerate: async () => {
      calls += 1
      const isFirst = calls % 2 === 1
      return {
        content: isFirst
          ? [{ type: 'tool-call', toolCallId: `call-${calls}`, toolName: 'look_up', input: '{"id":"7"}' }]
          : [{ type: 'text', text }],
        finishReason: isFirst ? { unified: 'tool-calls', raw: undefined } : { unified: 'stop', raw: undefined },
        usage,
        warnings: [],
      }
    },
    doStream: () => Promise.reject(new Error('not streamed here')),
  } as unknown as LanguageModelV3
}
