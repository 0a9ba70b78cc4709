'use client'

import 'uplot/dist/uPlot.min.css'
import { useCallback, useRef, useState } from 'react'
import { classNames } from '@/lib/class-names.ts'
import { type ChartMarker, ChartMarkers } from './chart-markers.tsx'
import {
  type ChartFormat,
  type ChartKind,
  type ChartSeries,
  type ChartThreshold,
  seriesFigures,
} from './chart-series.ts'
import { ChartTooltip } from './chart-tooltip.tsx'
import type { PlotFrame, PlotHover } from './plot-options.ts'
import { momentLabel } from './time-label.ts'
import { usePlot } from './use-plot.ts'

interface TimeSeriesChartProps {
  /** Unix seconds, ascending. */
  times: readonly number[]
  series: readonly ChartSeries[]
  kind?: ChartKind
  /** Seconds of a bucket: the width of a bar. */
  stepSeconds?: number
  thresholds?: readonly ChartThreshold[]
  /** The ends of the time axis, unix seconds. */
  range: { from: number; to: number }
  format: ChartFormat
  /** Unix seconds, from a drag over the chart. */
  onRangeSelect: (from: number, to: number) => void
  hidden?: ReadonlySet<string>
  /** The series that the legend points at. */
  focused?: string | null
  /** Dots over the lines that lead somewhere. */
  markers?: readonly ChartMarker[]
  /** What the chart shows, for screen readers. */
  label: string
  className?: string
}

const none: ReadonlySet<string> = new Set()
/** Rows of the box beside the crosshair: all that fit where the pointer is, few in the other charts. */
const rowsPointed = 12
const rowsElsewhere = 4
const noThresholds: readonly ChartThreshold[] = []

/**
 * Series over time: crosshair with values, shared by the charts of a page, drag to zoom, gaps where nothing was sent.
 * Give it a height by its class.
 */
export function TimeSeriesChart(props: TimeSeriesChartProps) {
  const {
    times,
    series,
    range,
    format,
    hidden = none,
    kind = 'line',
    thresholds = noThresholds,
    stepSeconds = 60,
  } = props
  const container = useRef<HTMLDivElement>(null)
  const [hover, setHover] = useState<PlotHover | null>(null)
  const [isPointed, setIsPointed] = useState(false)
  const [pointed, setPointed] = useState<string | null>(null)
  const [frame, setFrame] = useState<PlotFrame | null>(null)
  const onFrame = useCallback(
    (next: PlotFrame) => setFrame((last) => (last && isSameFrame(last, next) ? last : next)),
    [],
  )
  usePlot(container, {
    times,
    series,
    hidden,
    focused: props.focused ?? null,
    kind,
    state: {
      ...{ ...range, format, stepSeconds, thresholds },
      ...{ onHover: setHover, onFocus: setPointed, onRangeSelect: props.onRangeSelect, onFrame },
    },
  })
  const time = hover ? times[hover.index] : undefined
  return (
    <div
      data-chart=""
      className={classNames('relative h-72', props.className)}
      onPointerEnter={() => setIsPointed(true)}
      onPointerLeave={() => setIsPointed(false)}
    >
      <div ref={container} role="img" aria-label={describe(props)} className="absolute inset-0 overflow-hidden" />
      {frame && props.markers && <ChartMarkers markers={props.markers} frame={frame} range={range} />}
      {hover && time !== undefined && (
        <ChartTooltip
          {...{ hover, time, series, hidden, format }}
          focused={pointed}
          rowsMost={isPointed ? rowsPointed : rowsElsewhere}
        />
      )}
    </div>
  )
}

function isSameFrame(a: PlotFrame, b: PlotFrame): boolean {
  return (
    a.left === b.left &&
    a.top === b.top &&
    a.width === b.width &&
    a.height === b.height &&
    a.min === b.min &&
    a.max === b.max
  )
}

function describe({ label, series, range, format }: TimeSeriesChartProps): string {
  const lines = series.slice(0, 5).map((one) => `${one.label}: last ${format.value(seriesFigures(one.values).last)}`)
  const more = series.length > 5 ? `; and ${series.length - 5} more` : ''
  return `${label}, ${momentLabel(range.from)} to ${momentLabel(range.to)}. ${lines.join('; ')}${more}`
}
