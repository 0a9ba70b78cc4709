import type { SpanHeatmap } from '@hanzo/schema/api'
import type { HeatmapSelection } from './heatmap-selection.ts'

/** A rectangle of whole cells, both ends inside. Row 0 is the shortest duration, at the bottom. */
export interface CellRange {
  firstColumn: number
  lastColumn: number
  firstRow: number
  lastRow: number
}

export interface CellPoint {
  column: number
  row: number
}

/** The cell at a place of the drawing, as shares of its width and of its height from the top. */
export function cellAt(heatmap: SpanHeatmap, x: number, y: number): CellPoint {
  const rows = rowCount(heatmap)
  return {
    column: within(Math.floor(x * heatmap.times.length), heatmap.times.length),
    row: within(rows - 1 - Math.floor(y * rows), rows),
  }
}

const within = (index: number, count: number): number => Math.min(Math.max(index, 0), Math.max(count - 1, 0))

export function rowCount({ durations }: SpanHeatmap): number {
  return Math.max(durations.length - 1, 0)
}

export function cellRange(a: CellPoint, b: CellPoint): CellRange {
  return {
    firstColumn: Math.min(a.column, b.column),
    lastColumn: Math.max(a.column, b.column),
    firstRow: Math.min(a.row, b.row),
    lastRow: Math.max(a.row, b.row),
  }
}

/** What a rectangle of cells covers. */
export function selectionOf(heatmap: SpanHeatmap, range: CellRange): HeatmapSelection {
  const { times, durations, bucketSeconds } = heatmap
  return {
    from: times[range.firstColumn] ?? 0,
    to: (times[range.lastColumn] ?? 0) + bucketSeconds,
    least: durations[range.firstRow] ?? 0,
    most: durations[range.lastRow + 1] ?? 0,
  }
}

/** The part of the drawing that a selection covers, as shares from the left and the top; `null` where none of it is in sight. */
export function selectionPlace(heatmap: SpanHeatmap, { from, to, least, most }: HeatmapSelection) {
  const { times, durations, bucketSeconds } = heatmap
  const [start, bottom, top] = [times[0], durations[0], durations.at(-1)]
  if (start === undefined || bottom === undefined || top === undefined || bottom >= top) return null
  const length = times.length * bucketSeconds
  const x = (at: number) => Math.min(Math.max((at - start) / length, 0), 1)
  const height = Math.log(top / Math.max(bottom, 1))
  const y = (at: number) => Math.min(Math.max(1 - Math.log(Math.max(at, 1) / Math.max(bottom, 1)) / height, 0), 1)
  const place = { left: x(from), right: x(to), top: y(most), bottom: y(least) }
  return place.left < place.right && place.top < place.bottom ? place : null
}

/** Spans of the cells in a rectangle, and of all of them. */
export function countIn({ cells }: SpanHeatmap, range: CellRange): number {
  return cells.reduce(
    (sum, [column, row, spans]) =>
      column >= range.firstColumn && column <= range.lastColumn && row >= range.firstRow && row <= range.lastRow
        ? sum + spans
        : sum,
    0,
  )
}

/**
 * How dark a cell is, from 0 to 1. The square root shows the few slow spans beside the many quick ones; one span is never
 * too pale to be seen.
 */
export function shadeOf(spans: number, most: number): number {
  if (spans <= 0 || most <= 0) return 0
  return Math.max(0.14, Math.sqrt(spans / most))
}

/** Round durations between the ends of the scale, nanoseconds, ascending: 1, 10, 100 of each unit, and fewer where they would crowd. */
export function durationMarks({ durations }: SpanHeatmap, most: number): number[] {
  const [least = 0, top = 0] = [durations[0], durations.at(-1)]
  const marks: number[] = []
  for (let mark = 1; mark <= top; mark *= 10) if (mark >= least) marks.push(mark)
  const step = Math.max(1, Math.ceil(marks.length / Math.max(most, 1)))
  return marks.filter((_, index) => index % step === 0)
}
