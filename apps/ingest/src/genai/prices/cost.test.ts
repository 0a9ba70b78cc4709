import { describe, expect, it } from 'vitest'
import { explainCost } from '../explain-cost.ts'
import { costOf, costParts } from './cost.ts'
import { createPriceFinder } from './find-price.ts'

const usage = { input: 1_000, output: 100, cacheRead: 600, cacheWrite: 100, reasoning: 40 }

describe('the cost of a call', () => {
  it('charges what a cache gave and took, and reasoning, once and at their own rates', () => {
    const parts = costParts(usage, { input: 10, output: 20, cacheRead: 1, cacheWrite: 12, reasoning: 30 })
    expect(parts).toEqual([
      { kind: 'input', count: 300, rate: 10 },
      { kind: 'cache_read', count: 600, rate: 1 },
      { kind: 'cache_write', count: 100, rate: 12 },
      { kind: 'output', count: 60, rate: 20 },
      { kind: 'reasoning', count: 40, rate: 30 },
    ])
    expect(costOf(parts)).toBeCloseTo((3_000 + 600 + 1_200 + 1_200 + 1_200) / 1e6, 12)
  })

  it('charges them as input and output where they have no rate of their own', () => {
    expect(costOf(costParts(usage, { input: 10, output: 20 }))).toBeCloseTo((10_000 + 2_000) / 1e6, 12)
  })

  it('takes the rate for long requests from the first token on', () => {
    const rates = {
      input: { base: 1, tiers: [[200_000, 2]] as const },
      output: { base: 10, tiers: [[200_000, 15]] as const },
    }
    const call = (input: number) => costOf(costParts({ ...usage, input, cacheRead: 0, cacheWrite: 0 }, rates))
    expect(call(200_000)).toBeCloseTo((200_000 + 1_000) / 1e6, 12)
    expect(call(200_001)).toBeCloseTo((2 * 200_001 + 1_500) / 1e6, 12)
  })

  it('adds what a request costs by itself', () => {
    expect(
      costOf(costParts({ ...usage, input: 0, output: 0 }, { input: 1, cacheRead: 0, cacheWrite: 0, request: 0.005 })),
    ).toBe(0.005)
  })
})

describe('the arithmetic of a stored cost', () => {
  const prices = createPriceFinder({
    version: '2026-01-01',
    source: 'a test',
    providers: [
      { id: 'p', sources: [], models: [{ id: 'm', match: { equals: 'm' }, rates: [{ input: 10, output: 20 }] }] },
    ],
  })
  const span = { cost: 0.012, source: 'p/m@2026-01-01', usage, startUnixNano: 1n }

  it('adds up to it', () => {
    const parts = explainCost(span, prices)
    expect(parts && costOf(parts)).toBeCloseTo(0.012, 12)
  })

  it('is not told where it would not, or where the cost is from the sender', () => {
    expect(explainCost({ ...span, cost: 0.013 }, prices)).toBeUndefined()
    expect(explainCost({ ...span, source: 'sender' }, prices)).toBeUndefined()
    expect(explainCost({ ...span, source: 'unpriced' }, prices)).toBeUndefined()
  })
})
