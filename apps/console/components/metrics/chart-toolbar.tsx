'use client'

import type { ReactNode } from 'react'
import { legendFigures } from '@/components/chart/series-legend-figures.ts'
import { Button } from '@/components/ui/button.tsx'
import { Segmented } from '@/components/ui/segmented.tsx'
import { Select, SelectContent, SelectItem, SelectTrigger, SelectValue } from '@/components/ui/select.tsx'
import type { MetricChartKind, MetricsChange, MetricsSearch } from './metric-search-params.ts'
import { ThresholdsButton } from './thresholds-button.tsx'

interface ChartToolbarProps {
  search: MetricsSearch
  setSearch: (change: MetricsChange) => void
  /** Whether a histogram is among what is asked. */
  hasHistogram: boolean
  /** More than one result: charts of their own make a difference. */
  canSplit: boolean
  /** Of each result, by its letter: what thresholds are given in. */
  units: ReadonlyMap<string, string>
  children: ReactNode
}

const kinds: readonly { value: MetricChartKind; label: string }[] = [
  { value: 'line', label: 'Line' },
  { value: 'area', label: 'Area' },
  { value: 'bars', label: 'Bars' },
  { value: 'stat', label: 'Stat' },
  { value: 'table', label: 'Table' },
  { value: 'heatmap', label: 'Heatmap' },
]
const plotted: ReadonlySet<MetricChartKind> = new Set(['line', 'area', 'bars'])

/** How the answer is drawn. All of it is in the URL. */
export function ChartToolbar({ search, setSearch, hasHistogram, canSplit, units, children }: ChartToolbarProps) {
  const { chart } = search
  return (
    <div className="flex shrink-0 flex-wrap items-center gap-1.5 px-4 py-2">
      <Segmented
        label="Chart"
        value={chart}
        options={kinds.filter(({ value }) => value !== 'heatmap' || hasHistogram || chart === 'heatmap')}
        onValueChange={(value) => setSearch({ chart: value })}
      />
      {plotted.has(chart) && canSplit && (
        <Button
          aria-pressed={search.split}
          className="font-normal aria-pressed:bg-selected"
          onClick={() => setSearch({ split: !search.split || null })}
        >
          A chart for each
        </Button>
      )}
      {chart === 'stat' && (
        <Select
          value={search.figure}
          onValueChange={(figure) => setSearch({ figure: figure as MetricsSearch['figure'] })}
        >
          <SelectTrigger aria-label="Figure">
            <span className="text-subtle">show</span>
            <SelectValue>{search.figure}</SelectValue>
          </SelectTrigger>
          <SelectContent>
            {legendFigures.map((figure) => (
              <SelectItem key={figure} value={figure}>
                {figure}
              </SelectItem>
            ))}
          </SelectContent>
        </Select>
      )}
      {chart !== 'heatmap' && (
        <ThresholdsButton
          thresholds={search.threshold}
          units={units}
          onChange={(threshold) => setSearch({ threshold: threshold.length > 0 ? threshold : null })}
        />
      )}
      <span className="ml-auto flex items-center gap-1.5">{children}</span>
    </div>
  )
}
