import type { CostPart } from '@hanzo/schema/api'
import { costOf, costParts } from './prices/cost.ts'
import { currentPrices, type PriceFinder } from './prices/find-price.ts'
import type { TokenUsage } from './usage.ts'

interface PricedSpan {
  /** US dollars. */
  cost: number
  /** As in `gen_ai_cost_source`. */
  source: string
  usage: TokenUsage
  startUnixNano: bigint
}

/**
 * How a stored cost came about, by the price that was stored with it.
 * @returns `undefined` where the cost is not from a price, or that price has been corrected since: the parts always add up
 * to the cost.
 */
export function explainCost(span: PricedSpan, prices: PriceFinder = currentPrices): CostPart[] | undefined {
  const rates = prices.ratesOf(span.source, span.startUnixNano)
  if (!rates) return undefined
  const parts = costParts(span.usage, rates)
  return Math.abs(costOf(parts) - span.cost) <= 1e-9 * Math.max(1, span.cost) ? parts : undefined
}
