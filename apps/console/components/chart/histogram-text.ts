import type { HistogramSeries } from './histogram-layout.ts'
import { intervalLabel, momentLabel } from './time-label.ts'

/** One bucket in words, for screen readers. */
export function bucketText(
  start: number | null,
  bucketSeconds: number,
  counts: Record<string, number> | undefined,
  series: readonly HistogramSeries[],
  noun: string,
): string {
  if (start === null || counts === undefined) return 'no bucket chosen'
  const total = series.reduce((sum, { key }) => sum + (counts[key] ?? 0), 0)
  const parts = series.filter(({ key }) => counts[key]).map(({ key, label }) => `${counts[key]} ${label}`)
  return `${intervalLabel(start, start + bucketSeconds)}: ${total} ${noun}${parts.length > 0 ? `, ${parts.join(', ')}` : ''}`
}

/** The whole chart in words, for screen readers. */
export function histogramSummary(
  totals: Record<string, number>,
  series: readonly HistogramSeries[],
  noun: string,
  from: number,
  to: number,
): string {
  const total = Object.values(totals).reduce((sum, count) => sum + count, 0)
  const parts = series.map(({ key, label }) => `${label} ${totals[key] ?? 0}`).join(', ')
  return `${total} ${noun} from ${momentLabel(from)} to ${momentLabel(to)}: ${parts}. Arrow keys read bucket by bucket, Shift and arrow keys mark, Enter zooms.`
}
