import type { MetricType } from '@hanzo/schema/api'

/** What of a metric becomes a name of its own in Prometheus. */
export type MetricPart = 'value' | 'bucket' | 'count' | 'sum' | 'quantile'

export interface NamedMetric {
  /** OpenTelemetry's. */
  name: string
  type: MetricType
  isMonotonic: boolean
  unit: string
}

const units: Record<string, string> = {
  d: 'days',
  h: 'hours',
  min: 'minutes',
  s: 'seconds',
  ms: 'milliseconds',
  us: 'microseconds',
  ns: 'nanoseconds',
  By: 'bytes',
  KiBy: 'kibibytes',
  MiBy: 'mebibytes',
  GiBy: 'gibibytes',
  TiBy: 'tibibytes',
  KBy: 'kilobytes',
  MBy: 'megabytes',
  GBy: 'gigabytes',
  TBy: 'terabytes',
  m: 'meters',
  V: 'volts',
  A: 'amperes',
  J: 'joules',
  W: 'watts',
  g: 'grams',
  Cel: 'celsius',
  Hz: 'hertz',
  '1': '',
  '%': 'percent',
}

const unitsPer: Record<string, string> = {
  s: 'second',
  m: 'minute',
  h: 'hour',
  d: 'day',
  w: 'week',
  mo: 'month',
  y: 'year',
}

const wordsOf = (text: string): string[] => text.split(/[^a-zA-Z0-9:]+/).filter((word) => word !== '')

/** Words of a unit in UCUM; annotations in braces are none. */
function unitWords(unit: string): string[] {
  const [main = '', per] = unit.split('/', 2).map((part) => part.trim())
  const words: string[] = []
  if (main !== '' && !/[{}]/.test(main)) words.push(...wordsOf(units[main] ?? main))
  if (per && !/[{}]/.test(per)) words.push('per', ...wordsOf(unitsPer[per] ?? per))
  return words
}

const last = (words: readonly string[], word: string): string[] => [...words.filter((one) => one !== word), word]

/**
 * A metric's name in Prometheus: words joined by underscores, the unit behind them, `total` behind a counter's and
 * `ratio` behind that of a gauge without a dimension.
 * @see https://opentelemetry.io/docs/specs/otel/compatibility/prometheus_and_openmetrics/#metric-metadata-1
 */
export function prometheusName({ name, type, isMonotonic, unit }: NamedMetric): string {
  let words = wordsOf(name)
  const suffixes = unitWords(unit)
  if (suffixes.length > 0 && !(suffixes.length === 1 && words.includes(suffixes[0] ?? ''))) {
    words = words.join('_').endsWith(suffixes.join('_')) ? words : [...words, ...suffixes]
  }
  const isGauge = type === 'gauge' || (type === 'sum' && !isMonotonic)
  if (type === 'sum' && isMonotonic) words = last(words, 'total')
  if (unit === '1' && isGauge && type === 'gauge') words = last(words, 'ratio')
  const joined = words.join('_')
  return /^\d/.test(joined) ? `_${joined}` : joined
}

/** An attribute's key as the name of a label. */
export function prometheusLabel(key: string): string {
  const label = key.replaceAll(/[^a-zA-Z0-9_]/g, '_')
  return /^\d/.test(label) ? `key_${label}` : label
}

const suffix: Record<MetricPart, string> = {
  value: '',
  quantile: '',
  bucket: '_bucket',
  count: '_count',
  sum: '_sum',
}

const parts: Record<MetricType, readonly MetricPart[]> = {
  gauge: ['value'],
  sum: ['value'],
  histogram: ['bucket', 'count', 'sum'],
  exponential_histogram: ['bucket', 'count', 'sum'],
  summary: ['quantile', 'count', 'sum'],
}

export interface NamedPart {
  part: MetricPart
  /** By Prometheus's rules, and by OpenTelemetry's own words. */
  translated: string
  original: string
}

/** The names under which a metric's series are found. */
export function namedParts(metric: NamedMetric): NamedPart[] {
  const base = prometheusName(metric)
  return parts[metric.type].map((part) => ({
    part,
    translated: `${base}${suffix[part]}`,
    original: `${metric.name}${suffix[part]}`,
  }))
}

/** Prometheus's own word for the type. */
export function prometheusType({ type, isMonotonic }: Pick<NamedMetric, 'type' | 'isMonotonic'>): string {
  if (type === 'sum') return isMonotonic ? 'counter' : 'gauge'
  return type === 'exponential_histogram' ? 'histogram' : type
}
