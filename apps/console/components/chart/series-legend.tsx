'use client'

import { type MouseEvent, useMemo, useState } from 'react'
import { classNames } from '@/lib/class-names.ts'
import { type ChartFormat, type ChartSeries, type SeriesFigures, seriesFigures } from './chart-series.ts'
import { cssColor } from './css-color.ts'

const columns = ['last', 'min', 'avg', 'max'] as const

interface SeriesLegendProps {
  series: readonly ChartSeries[]
  format: ChartFormat
  hidden: ReadonlySet<string>
  onHiddenChange: (hidden: ReadonlySet<string>) => void
  onFocus: (seriesKey: string | null) => void
  className?: string
}

/** The lines of a chart with their figures. A click shows one line alone, or all again; Ctrl or ⌘ and a click hides one. */
export function SeriesLegend(props: SeriesLegendProps) {
  const { series, hidden } = props
  const [sorted, setSorted] = useState<keyof SeriesFigures | null>(null)
  const rows = useMemo(() => {
    const all = series.map((one) => ({ ...one, figures: seriesFigures(one.values) }))
    const size = (figures: SeriesFigures) => (sorted && figures[sorted]) ?? Number.NEGATIVE_INFINITY
    return sorted ? all.sort((a, b) => size(b.figures) - size(a.figures)) : all
  }, [series, sorted])

  const toggle = (key: string, event: MouseEvent) => {
    const next = new Set(hidden)
    if (event.ctrlKey || event.metaKey) {
      if (!next.delete(key)) next.add(key)
    } else {
      const alone = series.every((one) => hidden.has(one.key) === (one.key !== key))
      next.clear()
      if (!alone) for (const one of series) if (one.key !== key) next.add(one.key)
    }
    props.onHiddenChange(next)
  }

  return (
    <div className={classNames('overflow-auto', props.className)}>
      <table className="w-full border-separate border-spacing-0 text-sm">
        <thead>
          <tr className="text-left text-subtle text-xs">
            <th scope="col" className="sticky top-0 border-b bg-background px-3 py-1 font-normal">
              {series.length} series
            </th>
            {columns.map((column) => (
              <th
                key={column}
                scope="col"
                aria-sort={sorted === column ? 'descending' : 'none'}
                className="sticky top-0 w-24 border-b bg-background text-right font-normal"
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
          {rows.map((row) => (
            <tr
              key={row.key}
              onMouseEnter={() => props.onFocus(row.key)}
              className={classNames('hover:bg-hover', hidden.has(row.key) && 'opacity-45')}
            >
              <td className="max-w-0 p-0">
                <button
                  type="button"
                  aria-pressed={!hidden.has(row.key)}
                  title="Click: show alone. Ctrl or ⌘ and click: hide"
                  onClick={(event) => toggle(row.key, event)}
                  onFocus={() => props.onFocus(row.key)}
                  onBlur={() => props.onFocus(null)}
                  className="flex h-6 w-full items-center gap-2 px-3 text-left"
                >
                  <span className="h-0.5 w-3 shrink-0 rounded-full" style={{ background: cssColor(row.color) }} />
                  <span className="truncate">{row.label}</span>
                </button>
              </td>
              {columns.map((column) => (
                <td key={column} className="whitespace-nowrap px-3 text-right text-muted">
                  {props.format.value(row.figures[column])}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
