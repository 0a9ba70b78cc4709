'use client'

import type { SpanHeatmap } from '@hanzo/schema/api'
import { useId, useMemo } from 'react'
import { TimeAxis, timeAxisHeight } from '@/components/chart/time-axis.tsx'
import { intervalLabel } from '@/components/chart/time-label.ts'
import { classNames } from '@/lib/class-names.ts'
import { formatDuration } from '@/lib/format-duration.ts'
import { formatCount, formatQuantity } from '@/lib/format-number.ts'
import { HeatmapCanvas } from './heatmap-canvas.tsx'
import {
  type CellPoint,
  type CellRange,
  cellRange,
  countIn,
  durationMarks,
  rowCount,
  selectionOf,
  selectionPlace,
} from './heatmap-layout.ts'
import type { HeatmapSelection } from './heatmap-selection.ts'
import { useHeatmapBrush } from './use-heatmap-brush.ts'

interface HeatmapChartProps {
  heatmap: SpanHeatmap
  selection: HeatmapSelection | null
  onSelect: (selection: HeatmapSelection | null) => void
  /** Pixels, axis included. */
  height: number
  className?: string
}

const axisWidth = 56

/** Spans by time and duration. Drag over it to select; arrow keys, Shift, Enter and Esc do the same. */
export function HeatmapChart({ heatmap, selection, onSelect, height, className }: HeatmapChartProps) {
  const helpId = useId()
  const grid = useMemo(
    () => ({ columnCount: heatmap.times.length, rowCount: rowCount(heatmap), cells: heatmap.cells }),
    [heatmap],
  )
  const select = (range: CellRange) => onSelect(selectionOf(heatmap, range))
  const brush = useHeatmapBrush(heatmap, { onSelect: select, onClear: () => onSelect(null) })
  const shown = brush.marked ? selectionOf(heatmap, brush.marked) : selection
  const place = shown && selectionPlace(heatmap, shown)
  const [start, end] = [heatmap.times[0] ?? 0, (heatmap.times.at(-1) ?? 0) + heatmap.bucketSeconds]
  return (
    <div className={classNames('relative select-none', className)} style={{ height }}>
      <DurationAxis heatmap={heatmap} height={height - timeAxisHeight} />
      <div className="absolute inset-y-0 right-0" style={{ left: axisWidth }}>
        <div
          role="application"
          // biome-ignore lint/a11y/noNoninteractiveTabindex: an application takes the keys that it says it takes
          tabIndex={0}
          aria-label="Spans by time and duration"
          aria-describedby={helpId}
          className="absolute inset-x-0 top-0 cursor-crosshair touch-none rounded-sm"
          style={{ bottom: timeAxisHeight }}
          onKeyDown={brush.onKeyDown}
          onBlur={brush.onBlur}
          {...brush.pointer}
        >
          <HeatmapCanvas grid={grid} />
          {place && (
            <div
              data-selection=""
              className="pointer-events-none absolute rounded-[2px] border-2 border-foreground bg-foreground/10"
              style={{
                left: `${place.left * 100}%`,
                top: `${place.top * 100}%`,
                width: `${(place.right - place.left) * 100}%`,
                height: `${(place.bottom - place.top) * 100}%`,
              }}
            />
          )}
        </div>
        <TimeAxis from={start} to={end} />
        {brush.active && <CellTooltip heatmap={heatmap} cell={brush.active} marked={brush.marked} />}
      </div>
      <p id={helpId} className="sr-only">
        Drag to select spans and see what is different about them. By keyboard: arrow keys move, with Shift they mark,
        Enter selects, Escape lets go.
      </p>
      <p aria-live="polite" className="sr-only">
        {brush.active && cellText(heatmap, brush.marked ?? cellRange(brush.active, brush.active))}
      </p>
    </div>
  )
}

function DurationAxis({ heatmap, height }: { heatmap: SpanHeatmap; height: number }) {
  const [bottom = 1, top = 1] = [heatmap.durations[0], heatmap.durations.at(-1)]
  const scale = Math.log(top / Math.max(bottom, 1)) || 1
  return (
    <div aria-hidden="true" className="absolute top-0 left-0" style={{ width: axisWidth, height }}>
      {durationMarks(heatmap, Math.floor(height / 22)).map((mark) => {
        const share = 1 - Math.log(mark / Math.max(bottom, 1)) / scale
        if (share < 0.03 || share > 1.01) return null
        return (
          <span
            key={mark}
            className="absolute right-1.5 -translate-y-1/2 text-2xs whitespace-nowrap text-subtle tabular-nums"
            style={{ top: `${Math.min(share * 100, 97)}%` }}
          >
            {formatDuration(mark).replace(/\.0+ /, ' ')}
          </span>
        )
      })}
    </div>
  )
}

function CellTooltip({ heatmap, cell, marked }: { heatmap: SpanHeatmap; cell: CellPoint; marked: CellRange | null }) {
  const range = marked ?? cellRange(cell, cell)
  const { from, to, least, most } = selectionOf(heatmap, range)
  const share = (cell.column + 0.5) / Math.max(heatmap.times.length, 1)
  return (
    <div
      aria-hidden="true"
      className="pointer-events-none absolute top-1 z-20 rounded-md border border-border bg-raised px-2.5 py-1.5 text-sm whitespace-nowrap shadow-raised"
      style={share > 0.5 ? { right: `${(1 - share) * 100 + 2}%` } : { left: `${share * 100 + 2}%` }}
    >
      <p className="text-xs text-subtle">{intervalLabel(from, to)}</p>
      <p className="tabular-nums">
        {formatDuration(least)} – {formatDuration(most)}
      </p>
      <p className="font-medium tabular-nums">{formatCount(countIn(heatmap, range))} spans</p>
    </div>
  )
}

function cellText(heatmap: SpanHeatmap, range: CellRange): string {
  const { from, to, least, most } = selectionOf(heatmap, range)
  const spans = formatQuantity(countIn(heatmap, range), 'span')
  return `${spans}, ${formatDuration(least)} to ${formatDuration(most)}, ${intervalLabel(from, to)}`
}
