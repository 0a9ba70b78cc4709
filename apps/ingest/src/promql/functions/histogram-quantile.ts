import { assemble } from '../evaluate/assemble.ts'
import type { Evaluation } from '../evaluate/evaluation.ts'
import { dropLabels, labelValue, metricNameLabel } from '../evaluate/labels.ts'
import { emptySeries, type StepSeries } from '../evaluate/samples.ts'

interface Bucket {
  upper: number
  series: StepSeries
}

/** Counts are of one histogram; smaller differences than this share of them come from adding in another order. */
const toleranceOfCounts = 1e-12

const notOfHistogram = new Set([metricNameLabel, 'le'])

/** The quantile of classic histograms, whose buckets are series that differ by `le` alone. */
export async function histogramQuantile(
  { steps, budget, warn }: Evaluation,
  quantiles: Float64Array,
  series: readonly StepSeries[],
): Promise<StepSeries[]> {
  if (quantiles.some((quantile) => !(quantile >= 0 && quantile <= 1))) {
    warn('PromQL warning: quantile value should be between 0 and 1')
  }
  const results: StepSeries[] = []
  for (const buckets of histogramsOf(series)) {
    const first = buckets[0]
    if (!first) continue
    const result = emptySeries(dropLabels(first.series.labels, notOfHistogram), steps.count)
    for (let step = 0; step < steps.count; step++) {
      const present = buckets.filter((bucket) => bucket.series.present[step] === 1)
      if (present.length > 0) {
        result.values[step] = bucketQuantile(quantiles[step] ?? Number.NaN, countsAt(present, step))
        result.present[step] = 1
      }
      if ((step & 63) === 0) await budget.breathe()
    }
    results.push(result)
  }
  return assemble(results)
}

/** Decimal alone, unlike numbers in an expression: `010` is ten. */
function parseBound(le: string): number {
  if (/^\+?inf(?:inity)?$/i.test(le)) return Number.POSITIVE_INFINITY
  return /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i.test(le) ? Number(le) : Number.NaN
}

/** Buckets of each histogram, by their bounds. */
function histogramsOf(series: readonly StepSeries[]): Bucket[][] {
  const groups = new Map<string, Bucket[]>()
  for (const one of series) {
    const le = labelValue(one.labels, 'le')
    const upper = parseBound(le)
    if (Number.isNaN(upper)) continue
    const { key } = dropLabels(one.labels, notOfHistogram)
    const group = groups.get(key)
    if (group) group.push({ upper, series: one })
    else groups.set(key, [{ upper, series: one }])
  }
  for (const group of groups.values()) group.sort((a, b) => (a.upper === b.upper ? 0 : a.upper - b.upper))
  return [...groups.values()]
}

/** Cumulative counts by bound; equal bounds are added, and no count is below the one before. */
function countsAt(buckets: readonly Bucket[], step: number): { upper: number; count: number }[] {
  const counts: { upper: number; count: number }[] = []
  for (const { upper, series } of buckets) {
    const count = series.values[step] ?? Number.NaN
    const last = counts.at(-1)
    if (last?.upper === upper) last.count += count
    else counts.push({ upper, count })
  }
  let before = counts[0]?.count ?? 0
  for (const bucket of counts.slice(1)) {
    const isSame = Math.abs(bucket.count - before) <= toleranceOfCounts * Math.abs(bucket.count)
    if (isSame || bucket.count < before) bucket.count = before
    else before = bucket.count
  }
  return counts
}

function bucketQuantile(quantile: number, buckets: readonly { upper: number; count: number }[]): number {
  if (Number.isNaN(quantile)) return Number.NaN
  if (quantile < 0) return Number.NEGATIVE_INFINITY
  if (quantile > 1) return Number.POSITIVE_INFINITY
  const last = buckets.at(-1)
  if (last?.upper !== Number.POSITIVE_INFINITY || buckets.length < 2) return Number.NaN
  if (last.count === 0 || Number.isNaN(last.count)) return Number.NaN
  const rank = quantile * last.count
  const found = buckets.slice(0, -1).findIndex(({ count }) => count >= rank)
  if (found < 0) return buckets.at(-2)?.upper ?? Number.NaN
  const { upper = Number.NaN, count = 0 } = buckets[found] ?? {}
  if (found === 0 && upper <= 0) return upper
  const below = buckets[found - 1]
  const lower = below?.upper ?? 0
  const before = below?.count ?? 0
  return lower + (upper - lower) * ((rank - before) / (count - before))
}
