import { genAiCostSource } from '@hanzo/schema/row'
import { type GenAiAttributes, numberOf, positiveOf, textOf } from './gen-ai-attributes.ts'
import { fieldsOf, parsedOf } from './parsed-json.ts'
import { costOf, costParts } from './prices/cost.ts'
import type { PriceFinder } from './prices/find-price.ts'
import { slots } from './slots.ts'
import type { TokenUsage } from './usage.ts'

/** What a span cost in US dollars, and where the figure is from: see `gen_ai_cost_source`. */
export interface SpanCost {
  cost: number
  source: string
}

export interface Call {
  isInference: boolean
  usage: TokenUsage
  /** As `providerName` gives it. */
  provider: string
  /** The more exact name first. */
  models: readonly string[]
  unixNano: bigint
}

const noCost: SpanCost = { cost: 0, source: '' }

/**
 * What the sender says a span cost; otherwise the price of the model, for calls of models alone. Who sends it knows
 * discounts and tariffs that no table does.
 */
export function spanCost(attributes: GenAiAttributes, call: Call, prices: PriceFinder): SpanCost {
  const sent = sentCost(attributes)
  if (sent > 0) return { cost: sent, source: genAiCostSource.sender }
  const { isInference, usage, provider, models, unixNano } = call
  if (!isInference || usage.input + usage.output === 0) return noCost
  const price = prices.find(provider, models, unixNano)
  if (!price) return { cost: 0, source: genAiCostSource.unpriced }
  return { cost: costOf(costParts(usage, price.rates)), source: price.id }
}

const totalKeys = slots('llm.cost.total', 'gen_ai.usage.cost', 'operation.cost')
const inputKeys = slots('llm.cost.prompt')
const outputKeys = slots('llm.cost.completion')
const detailKeys = slots('langfuse.observation.cost_details')

function sentCost(attributes: GenAiAttributes): number {
  const told = numberOf(attributes, totalKeys) || numberOf(attributes, inputKeys) + numberOf(attributes, outputKeys)
  const details = told > 0 ? '' : textOf(attributes, detailKeys)
  return details === '' ? told : langfuseCost(fieldsOf(parsedOf(details)))
}

/** Costs by kind, with or without their sum. */
function langfuseCost({ total, ...parts }: Readonly<Record<string, unknown>>): number {
  return positiveOf(total) || Object.values(parts).reduce<number>((sum, cost) => sum + positiveOf(cost), 0)
}
