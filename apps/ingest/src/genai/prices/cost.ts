import type { CostPart } from '@hanzo/schema/api'
import type { TokenUsage } from '../usage.ts'
import type { Rate, Rates } from './price-table.ts'

/**
 * Takes a call apart by what it is charged for. Tokens that a cache gave or took are no other input, reasoning that has
 * a rate of its own no other output. Parts without tokens are left out.
 */
export function costParts({ input, output, cacheRead, cacheWrite, reasoning }: TokenUsage, rates: Rates): CostPart[] {
  const at = (rate: Rate | undefined): number => rateFor(rate, input)
  const thought = rates.reasoning === undefined ? 0 : Math.min(reasoning, output)
  const fresh = Math.max(0, input - cacheRead - cacheWrite)
  const parts: CostPart[] = [
    { kind: 'input', count: fresh, rate: at(rates.input) },
    { kind: 'cache_read', count: cacheRead, rate: at(rates.cacheRead ?? rates.input) },
    { kind: 'cache_write', count: cacheWrite, rate: at(rates.cacheWrite ?? rates.input) },
    { kind: 'output', count: output - thought, rate: at(rates.output) },
    { kind: 'reasoning', count: thought, rate: at(rates.reasoning) },
    { kind: 'request', count: rates.request === undefined ? 0 : 1, rate: at(rates.request) },
  ]
  return parts.filter(({ count }) => count > 0)
}

/** US dollars. */
export function costOf(parts: readonly CostPart[]): number {
  return parts.reduce((sum, { kind, count, rate }) => sum + (kind === 'request' ? count : count / 1e6) * rate, 0)
}

function rateFor(rate: Rate | undefined, input: number): number {
  if (rate === undefined) return 0
  if (typeof rate === 'number') return rate
  return rate.tiers.findLast(([above]) => input > above)?.[1] ?? rate.base
}
