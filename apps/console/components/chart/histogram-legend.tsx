import { formatCompact } from '@/lib/format-number.ts'
import type { HistogramBucket, HistogramSeries } from './histogram-layout.ts'

interface HistogramLegendProps {
  buckets: readonly HistogramBucket[]
  series: readonly HistogramSeries[]
}

/** What the colours of a histogram mean, with the total of each; what does not occur is left out. */
export function HistogramLegend({ buckets, series }: HistogramLegendProps) {
  const totals = series.map((one) => ({
    ...one,
    total: buckets.reduce((sum, { counts }) => sum + (counts[one.key] ?? 0), 0),
  }))
  return (
    <ul className="flex h-4 items-center gap-3 overflow-hidden text-xs text-muted">
      {totals
        .filter(({ total }) => total > 0)
        .map(({ key, label, color, total }) => (
          <li key={key} className="flex items-center gap-1.5 whitespace-nowrap">
            <span className="size-2 rounded-[2px]" style={{ background: color }} />
            {label}
            <span className="text-subtle">{formatCompact(total)}</span>
          </li>
        ))}
    </ul>
  )
}
