'use client'

import { type KeyboardEvent, type MouseEvent, useMemo, useState } from 'react'
import { Input } from '@/components/ui/input.tsx'
import { classNames } from '@/lib/class-names.ts'
import { type ChartFormat, type ChartSeries, type SeriesFigures, seriesFigures } from './chart-series.ts'
import { legendFigures } from './series-legend-figures.ts'
import { SeriesMark } from './series-mark.tsx'
import { toggleSeries } from './toggle-series.ts'

interface SeriesLegendProps {
  series: readonly ChartSeries[]
  format: ChartFormat | ((seriesKey: string) => ChartFormat)
  hidden: ReadonlySet<string>
  onHiddenChange: (hidden: ReadonlySet<string>) => void
  onFocus: (seriesKey: string | null) => void
  className?: string
}

const searchFrom = 10

/**
 * The lines of a chart with their figures. A click shows one line alone, or all again; Ctrl, Alt or ⌘ and a click, or
 * `h`, hides one; arrow keys move.
 */
export function SeriesLegend(props: SeriesLegendProps) {
  const { series, hidden } = props
  const [sorted, setSorted] = useState<keyof SeriesFigures | null>(null)
  const [needle, setNeedle] = useState('')
  const rows = useMemo(() => {
    const all = series.map((one) => ({ ...one, figures: seriesFigures(one.values) }))
    const size = (figures: SeriesFigures) => (sorted && figures[sorted]) ?? Number.NEGATIVE_INFINITY
    return sorted ? all.sort((a, b) => size(b.figures) - size(a.figures)) : all
  }, [series, sorted])
  const shown = rows.filter(({ label }) => label.toLowerCase().includes(needle.toLowerCase()))
  const toggle = (key: string, mode: 'alone' | 'hide') =>
    props.onHiddenChange(
      toggleSeries(
        series.map((one) => one.key),
        hidden,
        key,
        mode,
      ),
    )
  const format = (key: string) => (typeof props.format === 'function' ? props.format(key) : props.format)
  return (
    <section aria-label="Legend" className={classNames('overflow-auto', props.className)}>
      <table className="w-full border-separate border-spacing-0 text-sm">
        <thead>
          <tr className="text-left text-subtle text-xs">
            <th scope="col" className="sticky top-0 z-10 border-b bg-background px-3 py-0.5 font-normal">
              <span className="flex h-6 items-center gap-3">
                <span className="whitespace-nowrap">
                  {needle ? `${shown.length} of ${series.length}` : series.length} series
                  {hidden.size > 0 && `, ${hidden.size} hidden`}
                </span>
                {hidden.size > 0 && (
                  <button
                    type="button"
                    className="text-accent hover:underline"
                    onClick={() => props.onHiddenChange(new Set())}
                  >
                    Show all
                  </button>
                )}
                {series.length >= searchFrom && (
                  <Input
                    type="search"
                    aria-label="Search series"
                    placeholder="Search series"
                    value={needle}
                    onChange={(event) => setNeedle(event.target.value)}
                    className="h-5 max-w-52"
                  />
                )}
              </span>
            </th>
            {legendFigures.map((column) => (
              <th
                key={column}
                scope="col"
                aria-sort={sorted === column ? 'descending' : 'none'}
                className="sticky top-0 z-10 w-24 border-b bg-background text-right font-normal"
              >
                <button
                  type="button"
                  onClick={() => setSorted(sorted === column ? null : column)}
                  className={classNames(
                    'w-full px-3 py-1 text-right hover:text-foreground',
                    sorted === column && 'text-foreground',
                  )}
                >
                  {column}
                  {sorted === column && ' ↓'}
                </button>
              </th>
            ))}
          </tr>
        </thead>
        <tbody onMouseLeave={() => props.onFocus(null)}>
          {shown.map((row) => (
            <LegendRow
              key={row.key}
              row={row}
              figures={row.figures}
              format={format(row.key)}
              isHidden={hidden.has(row.key)}
              onToggle={toggle}
              onFocus={props.onFocus}
            />
          ))}
        </tbody>
      </table>
    </section>
  )
}

interface LegendRowProps {
  row: ChartSeries
  figures: SeriesFigures
  format: ChartFormat
  isHidden: boolean
  onToggle: (seriesKey: string, mode: 'alone' | 'hide') => void
  onFocus: (seriesKey: string | null) => void
}

function LegendRow({ row, figures, format, isHidden, onToggle, onFocus }: LegendRowProps) {
  const onClick = ({ ctrlKey, metaKey, altKey }: MouseEvent) =>
    onToggle(row.key, ctrlKey || metaKey || altKey ? 'hide' : 'alone')
  return (
    <tr
      onMouseEnter={() => onFocus(row.key)}
      className={classNames('hover:bg-hover', isHidden && 'text-subtle line-through decoration-subtle/60')}
    >
      <td className="max-w-0 p-0">
        <button
          type="button"
          aria-pressed={!isHidden}
          title={`${row.label}\nClick: show alone. Ctrl, Alt or ⌘ and click, or h: hide`}
          onClick={onClick}
          onKeyDown={(event) => onLegendKey(event, () => onToggle(row.key, 'hide'))}
          onFocus={() => onFocus(row.key)}
          onBlur={() => onFocus(null)}
          className="flex h-6 w-full items-center gap-2 px-3 text-left -outline-offset-2"
        >
          <SeriesMark color={isHidden ? '--border-strong' : row.color} isPast={row.isPast} />
          <span className="truncate">{row.label}</span>
        </button>
      </td>
      {legendFigures.map((column) => (
        <td
          key={column}
          className={classNames('whitespace-nowrap px-3 text-right', isHidden ? 'text-subtle' : 'text-muted')}
        >
          {format.value(figures[column])}
        </td>
      ))}
    </tr>
  )
}

/** Up and down go from row to row; `h` hides. Enter and Space press the button by themselves. */
function onLegendKey(event: KeyboardEvent<HTMLButtonElement>, hide: () => void): void {
  const row = event.currentTarget.closest('tr')
  const next = { ArrowDown: row?.nextElementSibling, ArrowUp: row?.previousElementSibling }[event.key]
  if (next) next.querySelector('button')?.focus()
  else if (event.key === 'h' || event.key === 'Delete') hide()
  else return
  event.preventDefault()
  event.stopPropagation()
}
