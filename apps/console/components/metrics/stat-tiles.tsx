'use client'

import { useMemo } from 'react'
import { seriesFigures } from '@/components/chart/chart-series.ts'
import { cssColor } from '@/components/chart/css-color.ts'
import type { LegendFigure } from '@/components/chart/series-legend-figures.ts'
import { classNames } from '@/lib/class-names.ts'
import type { ChartPanel, PanelSeries } from './panel-lines.ts'
import { changeText } from './series-change.ts'
import { SeriesShape } from './series-shape.tsx'
import { levelOf, type Threshold, type ThresholdLevel, thresholdsOf } from './threshold.ts'

interface StatTilesProps {
  panels: readonly ChartPanel[]
  figure: LegendFigure
  thresholds: readonly Threshold[]
}

const levelClasses: Record<ThresholdLevel, string> = {
  ok: 'text-status-ok',
  warn: 'text-severity-warn',
  error: 'text-status-error',
}

/** One large value for each series, with its shape and how it changed. */
export function StatTiles({ panels, figure, thresholds }: StatTilesProps) {
  const tiles = useMemo(
    () =>
      panels.flatMap(({ series, format }, index) =>
        series
          .filter(({ isPast }) => !isPast)
          .map((one) => ({
            one,
            format,
            past: series.find(({ key }) => key === `${one.key} past`),
            isFirst: index === 0,
          })),
      ),
    [panels],
  )
  return (
    <ul
      aria-label="Values"
      className="grid min-h-0 flex-1 auto-rows-[minmax(132px,220px)] grid-cols-[repeat(auto-fill,minmax(240px,1fr))] gap-3 overflow-y-auto p-4 pt-2"
    >
      {tiles.map(({ one, format, past, isFirst }) => (
        <StatTile
          key={one.key}
          series={one}
          past={past}
          figure={figure}
          write={format.value}
          caption={format.caption}
          thresholds={thresholdsOf(thresholds, { resultIds: [one.resultId], isFirst })}
        />
      ))}
    </ul>
  )
}

interface StatTileProps {
  series: PanelSeries
  past: PanelSeries | undefined
  figure: LegendFigure
  write: (value: number | null) => string
  caption: string
  thresholds: readonly Threshold[]
}

function StatTile({ series, past, figure, write, caption, thresholds }: StatTileProps) {
  const value = seriesFigures(series.values)[figure]
  const first = series.values.find((one) => one !== null) ?? null
  const before = past ? seriesFigures(past.values)[figure] : first
  const change = figure === 'last' || past ? changeText(value, before) : null
  const level = figure === 'sum' ? null : levelOf(value, thresholds)
  return (
    <li className="relative flex flex-col overflow-hidden rounded-lg border bg-raised">
      <div className="flex items-center gap-2 px-3 pt-2.5 text-muted text-sm">
        <span
          aria-hidden="true"
          className="size-2 shrink-0 rounded-[2px]"
          style={{ background: cssColor(series.color) }}
        />
        <span className="truncate" title={series.label}>
          {series.label}
        </span>
      </div>
      <p className="flex items-baseline gap-2 px-3 pt-0.5">
        <span className={classNames('font-semibold text-2xl tabular-nums', level && levelClasses[level])}>
          {write(value)}
        </span>
        <span className="text-subtle text-xs">{caption}</span>
        {change && (
          <span
            className="ml-auto whitespace-nowrap text-subtle text-xs"
            title={past ? past.label : 'over the time range'}
          >
            {change}
          </span>
        )}
      </p>
      <SeriesShape values={series.values} color={series.color} className="mt-auto h-1/2 min-h-12 w-full" />
    </li>
  )
}
