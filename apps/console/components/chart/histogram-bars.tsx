import { cssColor } from './css-color.ts'
import type { HistogramSeries, histogramLayout } from './histogram-layout.ts'

/** The bars alone. The drawing is one unit a bucket wide and one high, stretched by the browser: no measuring, no jump. */
export function HistogramBars({
  layout,
  series,
  active,
}: {
  layout: ReturnType<typeof histogramLayout>
  series: readonly HistogramSeries[]
  active: number | null
}) {
  const colors = new Map(series.map((one) => [one.key, cssColor(one.colorVariable)]))
  return (
    <svg
      aria-hidden="true"
      className="absolute inset-0 size-full"
      viewBox={`0 0 ${layout.bucketCount} 1`}
      preserveAspectRatio="none"
    >
      {active !== null && <rect x={active} y={0} width={1} height={1} fill="var(--hover)" />}
      {layout.parts.map((part) => (
        <rect
          key={`${part.key}:${part.x}`}
          x={part.x + 0.08}
          y={part.y}
          width={0.84}
          height={part.height}
          fill={colors.get(part.key)}
        />
      ))}
    </svg>
  )
}
