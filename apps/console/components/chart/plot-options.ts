import type uPlot from 'uplot'
import {
  type ChartFormat,
  type ChartKind,
  type ChartSeries,
  type ChartThreshold,
  rangeWithThresholds,
  valueRange,
} from './chart-series.ts'
import { canvasColor, withOpacity } from './css-color.ts'
import { drawThresholdBands, drawThresholdLines } from './draw-thresholds.ts'
import { areaPaths, barPaths } from './stack-paths.ts'
import type { StackedSeries } from './stack-series.ts'
import { timeLabel } from './time-label.ts'

/** What the chart reads at every drawing: callbacks and ranges change without a new plot. */
export interface PlotState {
  from: number
  to: number
  format: ChartFormat
  /** The width of a bucket. */
  stepSeconds: number
  thresholds: readonly ChartThreshold[]
  /** Where each series lies in the stack; `null` where nothing is stacked. */
  stack: readonly StackedSeries[] | null
  onHover: (hover: PlotHover | null) => void
  onFocus: (seriesKey: string | null) => void
  onRangeSelect: (from: number, to: number) => void
  /** Called with every drawing. */
  onFrame: (frame: PlotFrame) => void
}

/** Where the plot stands in its element, in pixels, and the values at its lower and upper edge. */
export interface PlotFrame {
  left: number
  top: number
  width: number
  height: number
  min: number
  max: number
}

/** The moment under the pointer: its place in the times, and the pointer in pixels of the plot. */
export interface PlotHover {
  index: number
  left: number
  width: number
}

const font = '11px "Inter Variable", ui-sans-serif, system-ui, sans-serif'
const leastAxisWidth = 52
/** Charts of one page point at the same moment. Their drags are their own. */
const crosshair: uPlot.Cursor.Sync = {
  key: 'time',
  setSeries: false,
  scales: ['x', null],
  filters: { pub: (type) => type === 'mousemove' || type === 'mouseleave' },
}

/** The options of a plot. `state` is read when something is drawn or happens, so the plot lives as long as its series. */
export function plotOptions(
  series: readonly ChartSeries[],
  kind: ChartKind,
  size: { width: number; height: number },
  state: () => PlotState,
): uPlot.Options {
  const ends = (min: number | null, max: number | null) =>
    kind === 'line' || min === null || max === null
      ? valueRange(min, max)
      : valueRange(Math.min(min, 0), Math.max(max, 0))
  return {
    ...size,
    legend: { show: false },
    padding: [8, 20, 0, 0],
    focus: { alpha: 0.35 },
    cursor: {
      y: false,
      focus: { prox: 18 },
      points: { size: 7, width: 2, show: kind !== 'bars' },
      ...(kind === 'bars' && { dataIdx: barAt }),
      drag: { x: true, y: false, setScale: false, dist: 4 },
      sync: crosshair,
    },
    scales: {
      x: { time: true, range: () => [state().from, state().to] },
      y: { range: (_plot, min, max) => rangeWithThresholds(ends(min, max), state().thresholds) },
    },
    axes: [timeAxis(), valueAxis(state)],
    series: [
      {},
      ...series.map((one, index) =>
        kind === 'line' || one.isPast
          ? lineOf(one, series.length === 1)
          : stackedOf(one, kind, {
              lower: () => state().stack?.[index]?.lower ?? [],
              stepSeconds: () => state().stepSeconds,
            }),
      ),
    ],
    hooks: hooksOf(series, state),
  }
}

/** A bar begins at its moment: the one under the pointer is the last that has begun. */
const barAt: uPlot.Cursor.DataIdxRefiner = (plot, _seriesIndex, closest, time) =>
  (plot.data[0]?.[closest] ?? 0) > time ? Math.max(0, closest - 1) : closest

function lineOf(series: ChartSeries, alone: boolean): uPlot.Series {
  const color = () => canvasColor(series.color)
  return {
    label: series.label,
    stroke: series.isPast ? () => withOpacity(color(), 0.6) : color,
    width: 1.5,
    ...(series.isPast && { dash: [5, 4] }),
    ...(alone && { fill: () => withOpacity(color(), 0.1) }),
    points: { size: 4, fill: color, show: false, filter: lonelyPoints },
    value: (_plot, value) => value,
  }
}

function stackedOf(
  series: ChartSeries,
  kind: 'area' | 'bars',
  of: { lower: () => readonly (number | null)[]; stepSeconds: () => number },
): uPlot.Series {
  const color = () => canvasColor(series.color)
  return {
    label: series.label,
    stroke: color,
    width: 1,
    fill: () => withOpacity(color(), kind === 'area' ? 0.3 : 0.85),
    paths: kind === 'area' ? areaPaths(of.lower) : barPaths(of.lower, of.stepSeconds),
    points: { size: 4, fill: color, show: false, ...(kind === 'area' && { filter: lonelyPoints }) },
    value: (_plot, value) => value,
  }
}

/** A point between two gaps has no line: it is drawn as a dot, or nobody would see it. */
const lonelyPoints: uPlot.Series.Points.Filter = (plot, seriesIndex, show) => {
  const values = plot.data[seriesIndex]
  if (show || !values) return null
  const lonely: number[] = []
  for (let i = 0; i < values.length; i += 1) {
    const before = values[i - 1]
    const after = values[i + 1]
    if (values[i] !== null && (before === null || before === undefined) && (after === null || after === undefined))
      lonely.push(i)
  }
  return lonely
}

function timeAxis(): uPlot.Axis {
  return {
    font,
    stroke: () => canvasColor('--subtle'),
    grid: { show: false },
    ticks: { stroke: () => canvasColor('--border'), width: 1, size: 4 },
    border: { show: true, stroke: () => canvasColor('--border'), width: 1 },
    size: 26,
    gap: 3,
    space: 72,
    values: (_plot, splits) =>
      splits.map((split) => timeLabel(split, (splits[1] ?? split + 60) - (splits[0] ?? split))),
  }
}

function valueAxis(state: () => PlotState): uPlot.Axis {
  const increments = state().format.increments
  return {
    font,
    stroke: () => canvasColor('--subtle'),
    grid: { stroke: () => canvasColor('--border'), width: 1 },
    ticks: { show: false },
    gap: 8,
    space: 44,
    ...(increments && { incrs: [...increments] }),
    size: (_plot, values) =>
      Math.max(leastAxisWidth, 14 + 6.4 * Math.max(0, ...(values ?? []).map((text) => text.length))),
    values: (_plot, splits) => {
      const largest = Math.max(...splits.map(Math.abs))
      return splits.map(state().format.axis(largest, (splits[1] ?? largest) - (splits[0] ?? 0)))
    },
  }
}

function hooksOf(series: readonly ChartSeries[], state: () => PlotState): uPlot.Hooks.Arrays {
  return {
    setCursor: [
      (plot) => {
        const { idx, left } = plot.cursor
        const inside = idx !== null && idx !== undefined && left !== undefined && left >= 0
        state().onHover(
          inside ? { index: idx, left: left + plot.bbox.left / devicePixelRatio, width: plot.width } : null,
        )
      },
    ],
    drawClear: [(plot) => drawThresholdBands(plot, state().thresholds)],
    draw: [
      (plot) => drawThresholdLines(plot, state().thresholds, (value) => state().format.value(value)),
      (plot) => {
        const { left, top, width, height } = plot.bbox
        const { min, max } = plot.scales.y ?? {}
        if (min === undefined || max === undefined) return
        const pixels = (size: number) => size / devicePixelRatio
        state().onFrame({
          left: pixels(left),
          top: pixels(top),
          width: pixels(width),
          height: pixels(height),
          min,
          max,
        })
      },
    ],
    setSeries: [(_plot, index) => state().onFocus(index === null ? null : (series[index - 1]?.key ?? null))],
    setSelect: [
      (plot) => {
        const { left, width } = plot.select
        if (width <= 0) return
        state().onRangeSelect(plot.posToVal(left, 'x'), plot.posToVal(left + width, 'x'))
        plot.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false)
      },
    ],
  }
}
