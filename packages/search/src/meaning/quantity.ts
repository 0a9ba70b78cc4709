import type { SearchUnit } from './search-fields.ts'

const int64Max = 2n ** 63n - 1n
const decimal = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d{1,3})?$/

const timeUnits: Record<string, number> = { ns: 0, us: 3, µs: 3, μs: 3, ms: 6, s: 9 }
const longTimeUnits: Record<string, bigint> = { m: 60n, h: 3600n, d: 86_400n }
const countUnits: Record<string, bigint> = {
  k: 1000n,
  M: 1_000_000n,
  G: 1_000_000_000n,
  B: 1n,
  kB: 1000n,
  MB: 1_000_000n,
  GB: 1_000_000_000n,
  KiB: 1024n,
  MiB: 1024n ** 2n,
  GiB: 1024n ** 3n,
}

/** How quantities of a unit are written, for hints. */
export const quantityExamples: Record<SearchUnit, string> = {
  nanoseconds: '500ms, 1.5s, 2m, 1m30s',
  dollars: '0.01, $2',
  count: '100, 1.5, 10k, 5MiB',
}

/**
 * Reads a quantity in its unit.
 * @returns whole values as bigint within Int64, others as number; `undefined` for text that is none.
 */
export function readQuantity(text: string, unit: SearchUnit): bigint | number | undefined {
  if (unit === 'nanoseconds') return readDuration(text)
  if (unit === 'dollars') return readDecimal(text.replace(/^\$/, ''), 1n)
  const [, digits = '', suffix = ''] = /^(.*?)([a-zA-Z]*)$/.exec(text) ?? []
  const factor = suffix === '' ? 1n : countUnits[suffix]
  return factor === undefined ? undefined : readDecimal(digits, factor)
}

/** One part or several: `1m30s`. Never less than a whole nanosecond. */
function readDuration(text: string): bigint | undefined {
  if (!/^(?:\d+(?:\.\d+)?(?:ns|us|µs|μs|ms|s|m|h|d))+$/.test(text)) return undefined
  let sum = 0n
  for (const [, digits = '', unit = ''] of text.matchAll(/(\d+(?:\.\d+)?)(ns|us|µs|μs|ms|s|m|h|d)/g)) {
    const nanoseconds = scaled(digits, (longTimeUnits[unit] ?? 1n) * 10n ** BigInt(timeUnits[unit] ?? 9))
    if (nanoseconds === undefined) return undefined
    sum += nanoseconds
  }
  return sum <= int64Max ? sum : undefined
}

/** Digits times a factor where that is whole. */
function scaled(digits: string, factor: bigint): bigint | undefined {
  const [whole = '', fraction = ''] = digits.split('.')
  const product = BigInt(`${whole}${fraction}`) * factor
  const divisor = 10n ** BigInt(fraction.length)
  return product % divisor === 0n ? product / divisor : undefined
}

function readDecimal(text: string, factor: bigint): bigint | number | undefined {
  if (!decimal.test(text) || text.length > 40) return undefined
  if (/^[+-]?\d+(?:\.\d+)?$/.test(text)) {
    const magnitude = scaled(text.replace(/^[+-]/, ''), factor)
    const value = magnitude === undefined ? undefined : text.startsWith('-') ? -magnitude : magnitude
    if (value !== undefined && value >= -int64Max - 1n && value <= int64Max) return value
  }
  const value = Number(text) * Number(factor)
  return Number.isFinite(value) ? value : undefined
}
