import { cssColor } from './css-color.ts'
import type { HistogramSeries } from './histogram-layout.ts'

const count = new Intl.NumberFormat('en-US')

interface HistogramTooltipProps {
  title: string
  counts: Record<string, number>
  series: readonly HistogramSeries[]
  /** Where the bucket lies, as a share of the width: the box stands on the side that has room. */
  share: number
}

/** The counts of one bucket, the top of the stack first. */
export function HistogramTooltip({ title, counts, series, share }: HistogramTooltipProps) {
  const present = series.filter(({ key }) => (counts[key] ?? 0) > 0).reverse()
  const total = present.reduce((sum, { key }) => sum + (counts[key] ?? 0), 0)
  const side = share < 0.5 ? { left: `calc(${share * 100}% + 12px)` } : { right: `calc(${(1 - share) * 100}% + 12px)` }
  return (
    <div
      className="pointer-events-none absolute top-0 z-20 min-w-40 rounded-md border bg-raised px-2.5 py-2 text-xs shadow-raised"
      style={side}
    >
      <div className="mb-1 whitespace-nowrap text-muted">{title}</div>
      {present.length === 0 && <div className="text-subtle">nothing</div>}
      {present.map(({ key, label, colorVariable }) => (
        <div key={key} className="flex items-center gap-2">
          <span className="size-2 rounded-xs" style={{ background: cssColor(colorVariable) }} />
          <span className="text-muted">{label}</span>
          <span className="ml-auto pl-4 font-medium">{count.format(counts[key] ?? 0)}</span>
        </div>
      ))}
      {present.length > 1 && (
        <div className="mt-1 flex border-t pt-1">
          <span className="text-muted">Total</span>
          <span className="ml-auto pl-4 font-medium">{count.format(total)}</span>
        </div>
      )}
    </div>
  )
}
