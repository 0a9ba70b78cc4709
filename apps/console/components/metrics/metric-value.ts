import type { Aggregation } from '@hanzo/schema/api'

/** How the values of one metric are written. `caption` is the unit that the numbers themselves do not carry. */
export interface ValueFormat {
  caption: string
  value: (value: number | null | undefined) => string
  /** One scale for a whole axis, chosen by its largest mark; `step` decides the decimals. */
  axis: (largest: number, step: number) => (value: number) => string
  /** Steps between marks that read round in this unit, in the metric's unit; decimal steps when absent. */
  increments?: readonly number[]
}

interface Scale {
  factor: number
  suffix: string
}

const plain: readonly Scale[] = [
  { factor: 1e12, suffix: 'T' },
  { factor: 1e9, suffix: 'G' },
  { factor: 1e6, suffix: 'M' },
  { factor: 1e3, suffix: 'k' },
  { factor: 1, suffix: '' },
]
const durations: readonly Scale[] = [
  { factor: 86_400, suffix: ' d' },
  { factor: 3600, suffix: ' h' },
  { factor: 60, suffix: ' m' },
  { factor: 1, suffix: ' s' },
  { factor: 1e-3, suffix: ' ms' },
  { factor: 1e-6, suffix: ' µs' },
  { factor: 1e-9, suffix: ' ns' },
]
const bytes: readonly Scale[] = [
  { factor: 2 ** 50, suffix: ' PiB' },
  { factor: 2 ** 40, suffix: ' TiB' },
  { factor: 2 ** 30, suffix: ' GiB' },
  { factor: 2 ** 20, suffix: ' MiB' },
  { factor: 2 ** 10, suffix: ' KiB' },
  { factor: 1, suffix: ' B' },
]

/** Seconds: decimal below a minute, then as on a clock. */
const decimalSteps = Array.from({ length: 9 }, (_, i) => [1, 2, 5].map((step) => step * 10 ** (i - 9))).flat()
const clockSteps = [
  ...decimalSteps,
  ...[1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 10_800, 21_600, 43_200, 86_400, 172_800, 432_000],
]
const binarySteps = Array.from({ length: 56 }, (_, i) => 2 ** i)

const secondsOf: Record<string, number> = { ns: 1e-9, us: 1e-6, µs: 1e-6, ms: 1e-3, s: 1, min: 60, h: 3600, d: 86_400 }
const bytesOf: Record<string, number> = {
  By: 1,
  KiBy: 2 ** 10,
  MiBy: 2 ** 20,
  GiBy: 2 ** 30,
  TiBy: 2 ** 40,
  kBy: 1e3,
  MBy: 1e6,
  GBy: 1e9,
  bytes: 1,
}
const written: Record<string, string> = {
  Cel: '°C',
  Hz: 'Hz',
  V: 'V',
  A: 'A',
  W: 'W',
  J: 'J',
  USD: 'USD',
  '{USD}': 'USD',
}

/**
 * The format for a metric's unit (UCUM, as OpenTelemetry writes it) under an aggregation: a rate is per second, a count
 * has no unit. Durations and bytes take the scale that reads best; `{annotations}` become the caption.
 */
export function valueFormat(unit: string, aggregation: Aggregation | null): ValueFormat {
  if (aggregation === 'count') return format(plain, 1, '', '')
  const [base = '', per] = splitRate(unit)
  // The rate of a histogram or of a counter: what is counted, per second.
  const perSecond = aggregation === 'rate' ? '/s' : ''
  const divisor = per === undefined ? perSecond : `/${noun(per)}${perSecond}`
  const seconds = secondsOf[base]
  if (seconds !== undefined) return format(durations, seconds, '', divisor)
  const size = bytesOf[base]
  if (size !== undefined) return format(bytes, size, '', divisor)
  if (base === '%') return format([{ factor: 1, suffix: ' %' }], 1, '', divisor)
  return format(plain, 1, `${noun(base)}${divisor}`, '')
}

function splitRate(unit: string): string[] {
  const at = unit.indexOf('/', unit.startsWith('{') ? unit.indexOf('}') : 0)
  return at < 0 ? [unit] : [unit.slice(0, at), unit.slice(at + 1)]
}

function noun(unit: string): string {
  if (unit === '1' || unit === '') return ''
  return written[unit] ?? unit.replace(/^\{(.+)\}$/, '$1')
}

function format(scales: readonly Scale[], toBase: number, caption: string, divisor: string): ValueFormat {
  const scaleOf = (size: number) => scales.find((scale) => size >= scale.factor) ?? (scales.at(-1) as Scale)
  const unitScale = scales.find((scale) => scale.factor === toBase) ?? scaleOf(toBase)
  const write = (value: number, scale: Scale, decimals?: number) => {
    const scaled = value / scale.factor
    const text = decimals === undefined ? significant(scaled) : fixed(scaled, decimals)
    return `${text}${scale.suffix}${divisor}`
  }
  const increments = scales === bytes ? binarySteps : scales === durations ? clockSteps : undefined
  return {
    caption,
    ...(increments && { increments: increments.map((step) => step / toBase) }),
    value: (value) => {
      if (value === null || value === undefined) return '–'
      if (!Number.isFinite(value)) return String(value)
      const base = value * toBase
      return write(base, base === 0 ? unitScale : scaleOf(Math.abs(base)))
    },
    axis: (largest, step) => {
      // Up to 10,000 whole numbers read better than 0.1k, 0.2k, …
      const isSmall = largest === 0 || (scales === plain && Math.abs(largest) < 10_000)
      const scale = isSmall ? unitScale : scaleOf(Math.abs(largest * toBase))
      const decimals = decimalsOf((step * toBase) / scale.factor)
      return (value) => (value === 0 ? '0' : write(value * toBase, scale, decimals))
    },
  }
}

const grouped = new Map<number, Intl.NumberFormat>()

function fixed(value: number, decimals: number): string {
  const known =
    grouped.get(decimals) ??
    new Intl.NumberFormat('en-US', { minimumFractionDigits: 0, maximumFractionDigits: decimals })
  grouped.set(decimals, known)
  return known.format(value)
}

/** Three significant digits, never an exponent before 10⁻⁴. */
function significant(value: number): string {
  const size = Math.abs(value)
  if (size === 0) return '0'
  if (size < 1e-4) return value.toExponential(1)
  return fixed(value, size >= 100 ? 0 : size >= 10 ? 1 : size >= 1 ? 2 : 2 - Math.floor(Math.log10(size)))
}

/** As many decimals as tell the marks apart and write each of them in full: 0.25 needs two. */
function decimalsOf(step: number): number {
  if (!(step > 0)) return 2
  let decimals = 0
  while (
    decimals < 8 &&
    Math.abs(step * 10 ** decimals - Math.round(step * 10 ** decimals)) > step * 10 ** decimals * 1e-6
  )
    decimals += 1
  return decimals
}
