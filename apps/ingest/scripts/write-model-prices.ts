import { readFileSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { type ConditionalPrice, findProvider, type MatchLogic, type ModelPrice } from '@pydantic/genai-prices'
import type { ModelPrices, NameMatch, PriceTable, Rate, Rates } from '../src/genai/prices/price-table.ts'

/** The day on which the pinned version of the package was published: its prices are of no later day. */
const version = '2026-09-23'

// Those that applications call. Left out are resellers that pass a request on under the name of another provider.
const providerIds = [
  'openai',
  'anthropic',
  'google',
  'azure',
  'aws',
  'mistral',
  'cohere',
  'deepseek',
  'x-ai',
  'moonshotai',
  'perplexity',
  'voyageai',
  'minimax',
  'zhipuai',
  'groq',
  'cerebras',
  'fireworks',
  'together',
  'openrouter',
  'baseten',
  'novita',
  'cloudflare',
]

const rateNames = {
  input_mtok: 'input',
  output_mtok: 'output',
  cache_read_mtok: 'cacheRead',
  cache_write_mtok: 'cacheWrite',
  output_reasoning_mtok: 'reasoning',
  requests_kcount: 'request',
} as const

function nameMatch(match: MatchLogic): NameMatch {
  if ('and' in match) return { and: match.and.map(nameMatch) }
  if ('or' in match) {
    const any = match.or.map(nameMatch)
    return any.length === 1 && any[0] ? any[0] : { or: any }
  }
  if ('regex' in match) return match
  return Object.fromEntries(Object.entries(match).map(([how, name]) => [how, name.toLowerCase()])) as NameMatch
}

function rateOf(price: ModelPrice[string]): Rate | undefined {
  if (price === undefined || typeof price === 'number') return price
  return { base: price.base, tiers: price.tiers.map(({ start, price: rate }) => [start, rate] as const) }
}

function ratesOf({ constraint, prices }: ConditionalPrice): Rates {
  const rates: Rates = {}
  if (constraint?.type === 'start_date') rates.from = constraint.start_date
  if (constraint?.type === 'time_of_date') rates.between = [clock(constraint.start_time), clock(constraint.end_time)]
  for (const [key, name] of Object.entries(rateNames)) {
    const rate = rateOf(prices[key])
    if (rate === undefined) continue
    rates[name] = name === 'request' && typeof rate === 'number' ? rate / 1000 : rate
  }
  return rates
}

/** `00:30:00Z` → `00:30`. */
function clock(time: string): string {
  return time.slice(0, 5)
}

function isPriced({ rates }: ModelPrices): boolean {
  return rates.some(({ input, output }) => input !== undefined || output !== undefined)
}

const packageFile = createRequire(import.meta.url)
  .resolve('@pydantic/genai-prices')
  .replace(/dist.*$/, 'package.json')
const { name, version: packageVersion } = JSON.parse(readFileSync(packageFile, 'utf8')) as Record<string, string>

const table: PriceTable = {
  version,
  source: `${name} ${packageVersion}, MIT licence; it names the pages of each provider that are listed here`,
  providers: providerIds.map((providerId) => {
    const provider = findProvider({ providerId })
    if (!provider) throw new Error(`${name} has no provider ${providerId}`)
    const { id, pricing_urls: sources = [], model_match: ownNames } = provider
    const models = provider.models.map(({ id: model, match, prices }) => ({
      id: model,
      match: nameMatch(match),
      rates: (Array.isArray(prices) ? prices : [{ prices }]).map(ratesOf),
    }))
    return { id, sources, ...(ownNames && { ownNames: nameMatch(ownNames) }), models: models.filter(isPriced) }
  }),
}

writeFileSync(
  new URL('../src/genai/prices/generated/model-prices.ts', import.meta.url),
  `// Made by scripts/write-model-prices.ts. Do not edit: change the script, or the version of its source.
import type { PriceTable } from '../price-table.ts'

export const modelPrices: PriceTable = ${onePerLine(table)}
`,
)

/** A model a line: a change of one price is a change of one line. */
function onePerLine({ providers, ...head }: PriceTable): string {
  const blocks = providers.map(({ models, ...provider }) => {
    const lines = models.map((model) => `  ${JSON.stringify(model)},\n`)
    return `${JSON.stringify(provider).slice(0, -1)},"models":[\n${lines.join('')}]},\n`
  })
  return `${JSON.stringify(head).slice(0, -1)},"providers":[\n${blocks.join('')}]}`
}
