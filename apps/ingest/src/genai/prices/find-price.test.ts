import { describe, expect, it } from 'vitest'
import { createPriceFinder, currentPrices } from './find-price.ts'
import { modelPrices } from './generated/model-prices.ts'
import type { PriceTable } from './price-table.ts'

const at = (time: string) => BigInt(Date.parse(time)) * 1_000_000n
const now = at('2026-09-23T12:00:00Z')

describe('the price of a model', () => {
  it.each([
    ['openai', 'gpt-4o-mini', 'openai/gpt-4o-mini'],
    ['openai', 'gpt-4o-mini-2024-07-18', 'openai/gpt-4o-mini'],
    ['openai', 'gpt-4.1-2025-04-14', 'openai/gpt-4.1'],
    ['anthropic', 'claude-sonnet-4-20250514', 'anthropic/claude-sonnet-4-0'],
    ['anthropic', 'Claude-Sonnet-4-5-20250929', 'anthropic/claude-sonnet-4-5'],
    ['gcp.gemini', 'models/gemini-2.5-pro', 'google/gemini-2.5-pro'],
    ['gcp.vertex_ai', 'publishers/google/models/gemini-2.5-pro', 'google/gemini-2.5-pro'],
    ['gcp.vertex_ai', 'claude-sonnet-4@20250514', 'google/claude-4-sonnet'],
    ['azure.ai.openai', 'gpt-4o-mini', 'openai/gpt-4o-mini'],
    ['mistral_ai', 'mistral-large-latest', 'mistral/mistral-large'],
    ['', 'gpt-4o-mini', 'openai/gpt-4o-mini'],
    ['My gateway', 'anthropic/claude-sonnet-4-5', 'anthropic/claude-sonnet-4-5'],
    ['litellm', 'openai/gpt-4o-mini', 'openai/gpt-4o-mini'],
  ])('of %s: %s is %s', (provider, model, id) => {
    expect(currentPrices.find(provider, [model], now)?.id).toBe(`${id}@${modelPrices.version}`)
  })

  it.each([
    ['openai', 'my-deployment'],
    ['ollama', 'gpt-oss-20b'],
    ['ollama.chat', 'llama3'],
    ['', 'constructor'],
    ['__proto__', 'x'],
  ])('of %s: %s is not known', (provider, model) => {
    expect(currentPrices.find(provider, ['', model], now)).toBeUndefined()
  })

  it('is looked for under the model that answered, then under the one that was asked', () => {
    expect(currentPrices.find('azure.ai.openai', ['our-deployment', 'gpt-4o-mini'], now)?.id).toContain(
      'openai/gpt-4o-mini@',
    )
  })

  it('is the one of the day on which the model was called, and of the hour', () => {
    const table: PriceTable = {
      version: '2026-01-01',
      source: 'a test',
      providers: [
        {
          id: 'p',
          sources: [],
          models: [
            {
              id: 'm',
              match: { starts_with: 'm' },
              rates: [{ input: 1 }, { from: '2025-06-01', input: 2 }, { between: ['22:00', '04:00'], input: 3 }],
            },
          ],
        },
      ],
    }
    const prices = createPriceFinder(table)
    const input = (time: string) => prices.find('p', ['m-1'], at(time))?.rates.input
    expect(input('2025-05-31T12:00:00Z')).toBe(1)
    expect(input('2025-06-01T12:00:00Z')).toBe(2)
    expect(input('2025-06-01T22:00:00Z')).toBe(3)
    expect(input('2025-06-02T03:59:00Z')).toBe(3)
    expect(prices.ratesOf('p/m@2024-01-01', at('2025-05-31T12:00:00Z'))).toEqual({ input: 1 })
    expect(prices.ratesOf('sender', now)).toBeUndefined()
  })
})

describe('the table', () => {
  it('has a day, pages that tell each price, and rates that are numbers', () => {
    expect(modelPrices.version).toMatch(/^\d{4}-\d{2}-\d{2}$/)
    for (const { id, sources, models } of modelPrices.providers) {
      expect(sources.length, id).toBeGreaterThan(0)
      expect(new Set(models.map((model) => model.id)).size, id).toBe(models.length)
    }
    const rates = modelPrices.providers.flatMap(({ models }) => models).flatMap((model) => model.rates)
    for (const { from: _, between: __, ...kinds } of rates) {
      for (const rate of Object.values(kinds)) {
        const all = typeof rate === 'number' ? [rate] : [rate.base, ...rate.tiers.flat()]
        expect(all.every((one) => Number.isFinite(one) && one >= 0)).toBe(true)
      }
    }
  })
})
