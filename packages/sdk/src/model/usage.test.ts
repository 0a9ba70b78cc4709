import { describe, expect, it } from 'vitest'
import { addUsage, usageAttributes, usageOf } from './usage.ts'

describe('usage', () => {
  it('is read from models of either specification', () => {
    const expected = { inputTokens: 8, outputTokens: 3, totalTokens: 11, cachedInputTokens: 5, reasoningTokens: 1 }
    const v2 = { inputTokens: 8, outputTokens: 3, cachedInputTokens: 5, reasoningTokens: 1 }
    const v3 = { inputTokens: { total: 8, cacheRead: 5 }, outputTokens: { total: 3, reasoning: 1 } }
    expect([usageOf(v2), usageOf(v3)]).toEqual([expected, expected])
  })

  it('that nobody told stays unknown, in sums and on spans', () => {
    expect(usageOf(undefined)).toEqual({})
    expect(addUsage({}, {})).toEqual({})
    expect(addUsage({ inputTokens: 1 }, { outputTokens: 2 })).toEqual({ inputTokens: 1, outputTokens: 2 })
    expect(usageAttributes({ outputTokens: 0 })).toEqual({ 'gen_ai.usage.output_tokens': 0 })
  })
})
