'use client'

import type { MetricQueryAnswer } from '@hanzo/schema/api'
import { useMemo, useState } from 'react'
import { SeriesLegend } from '@/components/chart/series-legend.tsx'
import { TimeSeriesChart } from '@/components/chart/time-series-chart.tsx'
import { useProject } from '@/components/shell/project-context.tsx'
import { classNames } from '@/lib/class-names.ts'
import { type Exemplar, exemplarMarkers } from './exemplar-markers.ts'
import { hiddenChoice, hiddenKeys } from './hidden-series.ts'
import type { MetricsChange, MetricsSearch } from './metric-search-params.ts'
import type { ChartPanel } from './panel-lines.ts'
import { stepText } from './step-text.ts'
import { chartThreshold, thresholdsOf } from './threshold.ts'

interface ChartPanelsProps {
  panels: readonly ChartPanel[]
  answer: MetricQueryAnswer
  search: MetricsSearch
  setSearch: (change: MetricsChange) => void
  /** Unix seconds. */
  range: { from: number; to: number }
  /** By the letter of their query. */
  exemplars: ReadonlyMap<string, readonly Exemplar[]>
  onRangeSelect: (from: number, to: number) => void
}

/** The charts of an answer, one below the other on one time axis, and one legend for all. */
export function ChartPanels({ panels, answer, search, setSearch, range, exemplars, onRangeSelect }: ChartPanelsProps) {
  const [focused, setFocused] = useState<string | null>(null)
  const series = useMemo(() => panels.flatMap((panel) => panel.series), [panels])
  const keys = useMemo(() => series.map(({ key }) => key), [series])
  const hidden = useMemo(
    () => hiddenKeys(keys, { hide: search.hide, only: search.only }),
    [keys, search.hide, search.only],
  )
  const thresholds = useMemo(
    () =>
      panels.map(({ results }, index) =>
        thresholdsOf(search.threshold, { resultIds: results.map(({ id }) => id), isFirst: index === 0 }).map(
          chartThreshold,
        ),
      ),
    [panels, search.threshold],
  )
  const formats = useMemo(
    () => new Map(panels.flatMap((panel) => panel.series.map(({ key }) => [key, panel.format] as const))),
    [panels],
  )
  const onHiddenChange = (next: ReadonlySet<string>) => {
    const { hide, only } = hiddenChoice(keys, next)
    setSearch({ hide: hide.length > 0 ? hide : null, only: only.length > 0 ? only : null })
  }
  const kind = search.chart === 'area' || search.chart === 'bars' ? search.chart : 'line'
  return (
    <>
      <div
        tabIndex={panels.length > 2 ? 0 : -1}
        className={classNames(
          'flex min-h-0 flex-[3] flex-col -outline-offset-2',
          panels.length > 2 && 'overflow-y-auto',
        )}
      >
        {panels.map((panel, index) => (
          <PanelChart
            key={panel.key}
            {...{ panel, kind, range, hidden, focused, exemplars, onRangeSelect }}
            isAlone={panels.length === 1}
            stepSeconds={answer.stepSeconds}
            thresholds={thresholds[index] ?? noThresholds}
          />
        ))}
      </div>
      <SeriesLegend
        className={classNames('shrink-0 border-border border-t', panels.length > 1 ? 'max-h-[28%]' : 'max-h-[40%]')}
        series={series}
        format={(key) => formats.get(key) ?? plainFormat}
        hidden={hidden}
        onHiddenChange={onHiddenChange}
        onFocus={setFocused}
      />
    </>
  )
}

const noThresholds: ReturnType<typeof chartThreshold>[] = []
const plainFormat = { value: String, axis: () => String }

interface PanelChartProps {
  panel: ChartPanel
  kind: 'line' | 'area' | 'bars'
  range: { from: number; to: number }
  hidden: ReadonlySet<string>
  focused: string | null
  exemplars: ReadonlyMap<string, readonly Exemplar[]>
  thresholds: ReturnType<typeof chartThreshold>[]
  stepSeconds: number
  isAlone: boolean
  onRangeSelect: (from: number, to: number) => void
}

function PanelChart(props: PanelChartProps) {
  const { panel, kind, range, hidden, focused, exemplars, thresholds, stepSeconds, isAlone } = props
  const { projectId } = useProject()
  const markers = useMemo(
    () =>
      panel.results.flatMap(({ id, aggregation, quantile }) =>
        exemplarMarkers(exemplars.get(id) ?? [], {
          projectId,
          aggregation: quantile === undefined ? (aggregation ?? 'avg') : 'p95',
          format: panel.format.value,
        }).map((marker) => ({ ...marker, key: `${id} ${marker.key}` })),
      ),
    [panel, exemplars, projectId],
  )
  return (
    <section
      aria-label={panel.title}
      data-panel={panel.title}
      className={classNames('flex flex-col', isAlone ? 'min-h-48 flex-1' : 'min-h-40 flex-1')}
    >
      <h3 className="flex h-6 shrink-0 items-baseline gap-1.5 px-4 text-sm">
        <span className="truncate font-medium">{panel.title}</span>
        <span className="shrink-0 whitespace-nowrap text-subtle text-xs">
          {panel.format.caption && `${panel.format.caption} · `}every {stepText(stepSeconds)}
        </span>
      </h3>
      <TimeSeriesChart
        className="min-h-32 flex-1"
        label={panel.title}
        times={panel.times}
        series={panel.series}
        kind={kind}
        stepSeconds={stepSeconds}
        thresholds={thresholds}
        range={range}
        format={panel.format}
        hidden={hidden}
        focused={focused}
        markers={markers}
        onRangeSelect={props.onRangeSelect}
      />
    </section>
  )
}
