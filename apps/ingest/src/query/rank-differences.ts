import type { SpanDifference } from '@hanzo/schema/api'
import { addFilter, attributeKey, findSearchField } from '@hanzo/search'
import type { ComparedItem } from './compared-items.ts'

export interface ComparedSide {
  items: readonly ComparedItem[]
  spanCount: number
  /** Every span of the side was read, not some minutes of it. */
  isWhole: boolean
}

const differencesMax = 200
/** Smaller differences say little, whatever their cause. */
const leastShare = 0.01
/** In standard errors: hundreds of values are looked at, and none is to be there by chance. */
const leastErrors = 3.5
/** Fewer spans than this are told by name, not by share. */
const leastSpans = 5
/** Spans of a minute have much in common. What stands in fewer of the minutes that were read may be there by chance. */
const leastMinutes = 3

type Found = SpanDifference & { isRange: boolean; isSpread: boolean; spansPerTrace: number }

/** The values whose shares differ by more than chance explains, the largest difference first. */
export function rankDifferences(selected: ComparedSide, rest: ComparedSide): SpanDifference[] {
  const found = new Map<string, Found>()
  const add = (side: 'selectedCount' | 'restCount', { isWhole }: ComparedSide, item: ComparedItem) => {
    const written = writtenItem(item)
    if (!written) return
    const isSpread = isWhole || item.minutes >= leastMinutes
    const known = found.get(written.term) ?? {
      ...written,
      selectedCount: 0,
      restCount: 0,
      isSpread: false,
      spansPerTrace: 1,
    }
    // A field and the attribute that it was read from are one thing.
    known[side] = Math.max(known[side], item.spans)
    known.isSpread ||= isSpread
    known.spansPerTrace = Math.max(known.spansPerTrace, item.spans / Math.max(item.traces, 1))
    found.set(written.term, known)
  }
  for (const item of selected.items) add('selectedCount', selected, item)
  for (const item of rest.items) add('restCount', rest, item)
  const all = [...found.values()]
  const exact = new Set(all.flatMap((one) => (one.isRange ? [] : [countsKey(one)])))
  return (
    all
      .filter((one) => one.isSpread && isTold(one, selected.spanCount, rest.spanCount))
      // A range that holds a single value says nothing beside it.
      .filter((one) => !one.isRange || !exact.has(countsKey(one)))
      .sort((a, b) => difference(b) - difference(a) || (a.term < b.term ? -1 : 1))
      .slice(0, differencesMax)
      .map(({ isRange: _, isSpread: __, spansPerTrace: ___, ...one }) => one)
  )

  function difference({ selectedCount, restCount }: SpanDifference): number {
    return Math.abs(share(selectedCount, selected.spanCount) - share(restCount, rest.spanCount))
  }
}

const countsKey = ({ key, selectedCount, restCount }: SpanDifference): string => `${key} ${selectedCount} ${restCount}`
const share = (count: number, of: number): number => (of === 0 ? 0 : count / of)

function isTold({ selectedCount, restCount, spansPerTrace }: Found, selectedSpans: number, restSpans: number): boolean {
  if (selectedSpans === 0 || restSpans === 0 || Math.max(selectedCount, restCount) < leastSpans) return false
  const apart = Math.abs(selectedCount / selectedSpans - restCount / restSpans)
  const pooled = (selectedCount + restCount) / (selectedSpans + restSpans)
  // Spans that a trace has together are one observation.
  const error = Math.sqrt(pooled * (1 - pooled) * spansPerTrace * (1 / selectedSpans + 1 / restSpans))
  return apart >= leastShare && apart >= leastErrors * error
}

/** How the search language asks for the value; `undefined` for what counts spans. */
function writtenItem({ owner, key, value }: ComparedItem) {
  if (owner === '') return undefined
  const name = keyOf(owner, key)
  if (owner !== 'int' && owner !== 'double') {
    return { key: name, value, term: addFilter('', { key: name, value }), isRange: false }
  }
  const [least, most] = rangeOf(Number(value), owner === 'int' ? 1 : 0)
  return { key: name, value: `${least} to ${most}`, term: `${name}:[${least} TO ${most}]`, isRange: true }
}

function keyOf(owner: ComparedItem['owner'], key: string): string {
  if (owner === 'field') return key
  const field = findSearchField(key, 'spans')
  // What the field holds in every dialect, unless it holds something else under this name.
  if (field && (field.name === key || field.aliases.includes(key)) && key.includes('.')) return field.name
  return attributeKey(owner === 'resource' ? 'resource' : 'record', key)
}

/** The numbers from a power of two to below the next one. */
function rangeOf(power: number, step: number): [least: number, most: number] {
  if (power === 0) return [0, 0]
  const beyond = power * 2 - Math.sign(power) * step
  return power > 0 ? [power, beyond] : [beyond, power]
}
