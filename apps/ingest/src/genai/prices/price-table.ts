/** What a name has to be like, in lower case. */
export type NameMatch =
  | { equals: string }
  | { starts_with: string }
  | { ends_with: string }
  | { contains: string }
  | { regex: string }
  | { and: readonly NameMatch[] }
  | { or: readonly NameMatch[] }

/** A rate, or one that is another for requests with more input tokens than `above`: `[above, rate]`, ascending. */
export type Rate = number | { base: number; tiers: readonly (readonly [above: number, rate: number])[] }

/** US dollars per million tokens, `request` per request. What is absent costs as much as input, or output, does. */
export interface Rates {
  input?: Rate
  output?: Rate
  cacheRead?: Rate
  cacheWrite?: Rate
  reasoning?: Rate
  request?: Rate
  /** From this day on, UTC. */
  from?: string
  /** Every day from and to this time, UTC. */
  between?: readonly [from: string, to: string]
}

export interface ModelPrices {
  id: string
  match: NameMatch
  /** The last one that applies counts. */
  rates: readonly Rates[]
}

export interface ProviderPrices {
  id: string
  /** Pages of the provider that tell its prices. */
  sources: readonly string[]
  /** Names that are models of this provider wherever they appear. */
  ownNames?: NameMatch
  models: readonly ModelPrices[]
}

export interface PriceTable {
  /** The day on which the prices were gathered. */
  version: string
  source: string
  providers: readonly ProviderPrices[]
}

export function matches(match: NameMatch, name: string): boolean {
  if ('equals' in match) return name === match.equals
  if ('starts_with' in match) return name.startsWith(match.starts_with)
  if ('ends_with' in match) return name.endsWith(match.ends_with)
  if ('contains' in match) return name.includes(match.contains)
  if ('regex' in match) return new RegExp(match.regex, 'i').test(name)
  return 'and' in match ? match.and.every((one) => matches(one, name)) : match.or.some((one) => matches(one, name))
}
