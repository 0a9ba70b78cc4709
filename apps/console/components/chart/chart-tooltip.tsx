import { classNames } from '@/lib/class-names.ts'
import type { ChartFormat, ChartSeries } from './chart-series.ts'
import type { PlotHover } from './plot-options.ts'
import { SeriesMark } from './series-mark.tsx'
import { momentLabel } from './time-label.ts'

interface ChartTooltipProps {
  hover: PlotHover
  time: number
  series: readonly ChartSeries[]
  hidden: ReadonlySet<string>
  focused: string | null
  format: ChartFormat
  rowsMost: number
}

/** The values at one moment, the largest first. The line under the pointer is always among them. */
export function ChartTooltip({ hover, time, series, hidden, focused, format, rowsMost }: ChartTooltipProps) {
  const rows = series
    .filter(({ key, values }) => !hidden.has(key) && (values[hover.index] ?? null) !== null)
    .sort((a, b) => (b.values[hover.index] ?? 0) - (a.values[hover.index] ?? 0))
  const shown = rows.slice(0, rowsMost)
  const pointed = rows.find(({ key }) => key === focused)
  if (pointed && !shown.includes(pointed)) shown.splice(-1, 1, pointed)
  const onLeft = hover.left > hover.width / 2
  return (
    <div
      className="pointer-events-none absolute top-2 z-20 max-w-md rounded-md border bg-raised px-2.5 py-2 text-xs shadow-raised"
      style={onLeft ? { right: hover.width - hover.left + 12 } : { left: hover.left + 12 }}
    >
      <div className="mb-1 whitespace-nowrap text-muted">{momentLabel(time)}</div>
      {shown.length === 0 && <div className="text-subtle">no data</div>}
      {shown.map(({ key, label, color, values, isPast }) => (
        <div key={key} className={classNames('flex items-center gap-2', key === focused && 'font-medium')}>
          <SeriesMark color={color} isPast={isPast} />
          <span className={classNames('truncate', key !== focused && 'text-muted')}>{label}</span>
          <span className="ml-auto whitespace-nowrap pl-4">{format.value(values[hover.index])}</span>
        </div>
      ))}
      {rows.length > shown.length && <div className="mt-1 text-subtle">and {rows.length - shown.length} more</div>}
    </div>
  )
}
