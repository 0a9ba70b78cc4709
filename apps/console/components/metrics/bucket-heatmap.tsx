'use client'

import type { MetricHeatmap } from '@hanzo/schema/api'
import { type KeyboardEvent, type PointerEvent, useMemo, useState } from 'react'
import { TimeAxis, timeAxisHeight } from '@/components/chart/time-axis.tsx'
import { intervalLabel } from '@/components/chart/time-label.ts'
import { useRangeDrag } from '@/components/chart/use-range-drag.ts'
import { HeatmapCanvas } from '@/components/heatmap/heatmap-canvas.tsx'
import { formatCompact } from '@/lib/format-number.ts'
import { boundMarks, bucketText, moveCell } from './heatmap-buckets.ts'
import type { ValueFormat } from './metric-value.ts'

interface BucketHeatmapProps {
  heatmap: MetricHeatmap
  format: ValueFormat
  /** Unix seconds, from a drag. */
  onRangeSelect: (from: number, to: number) => void
}

interface Cell {
  column: number
  row: number
}

const axisWidth = 68

/** Measurements by time and bucket: arrow keys and the pointer read cells, a drag zooms. */
export function BucketHeatmap({ heatmap, format, onRangeSelect }: BucketHeatmapProps) {
  const { times, bounds, cells, stepSeconds } = heatmap
  const rowCount = Math.max(0, bounds.length - 1)
  const grid = useMemo(() => ({ columnCount: times.length, rowCount, cells }), [times, rowCount, cells])
  const counts = useMemo(() => new Map(cells.map(([column, row, count]) => [`${column} ${row}`, count])), [cells])
  const [active, setActive] = useState<Cell | null>(null)
  const [from, to] = [times[0] ?? 0, (times.at(-1) ?? 0) + stepSeconds]
  const drag = useRangeDrag((start, end) => onRangeSelect(from + start * (to - from), from + end * (to - from)))
  const onPointerMove = (event: PointerEvent<HTMLElement>) => {
    drag.handlers.onPointerMove(event)
    const { left, top, width, height } = event.currentTarget.getBoundingClientRect()
    const column = Math.min(times.length - 1, Math.floor(((event.clientX - left) / width) * times.length))
    const row = rowCount - 1 - Math.floor(((event.clientY - top) / height) * rowCount)
    setActive({ column: Math.max(0, column), row: Math.min(rowCount - 1, Math.max(0, row)) })
  }
  const onKeyDown = (event: KeyboardEvent) => {
    const next = moveCell(active, event.key, { columnCount: times.length, rowCount })
    if (next === undefined) return
    event.preventDefault()
    setActive(next)
  }
  const text = active && cellText(active)
  function cellText({ column, row }: Cell) {
    const start = times[column] ?? 0
    return {
      time: intervalLabel(start, start + stepSeconds),
      bucket: bucketText(bounds[row] ?? null, bounds[row + 1] ?? null, format.value),
      count: `${formatCompact(counts.get(`${column} ${row}`) ?? 0)} measurements`,
    }
  }
  return (
    <div className="relative min-h-64 flex-1 select-none" data-chart="">
      <BoundAxis bounds={bounds} format={format} />
      <div className="absolute inset-y-0 right-0" style={{ left: axisWidth }}>
        <div
          role="application"
          // biome-ignore lint/a11y/noNoninteractiveTabindex: an application takes the keys that it says it takes
          tabIndex={0}
          aria-label={`Measurements of ${heatmap.name} by time and value. Arrow keys read cell by cell, a drag zooms.`}
          className="absolute inset-x-0 top-0 cursor-crosshair touch-none rounded-sm"
          style={{ bottom: timeAxisHeight }}
          {...drag.handlers}
          onPointerMove={onPointerMove}
          onPointerLeave={() => setActive(null)}
          onBlur={() => setActive(null)}
          onKeyDown={onKeyDown}
        >
          <HeatmapCanvas grid={grid} />
          {active && <CellFrame cell={active} columnCount={times.length} rowCount={rowCount} />}
          {drag.selection && (
            <div
              className="pointer-events-none absolute inset-y-0 border-accent border-x bg-accent/15"
              style={{
                left: `${drag.selection.from * 100}%`,
                width: `${(drag.selection.to - drag.selection.from) * 100}%`,
              }}
            />
          )}
        </div>
        <TimeAxis from={from} to={to} />
        {active && text && (
          <div
            className="pointer-events-none absolute top-2 z-20 rounded-md border bg-raised px-2.5 py-2 text-xs shadow-raised"
            style={
              active.column < times.length / 2
                ? { left: `calc(${((active.column + 1) / times.length) * 100}% + 12px)` }
                : { right: `calc(${(1 - active.column / times.length) * 100}% + 12px)` }
            }
          >
            <div className="whitespace-nowrap text-muted">{text.time}</div>
            <div className="whitespace-nowrap">{text.bucket}</div>
            <div className="font-medium">{text.count}</div>
          </div>
        )}
      </div>
      <p aria-live="polite" className="sr-only">
        {text && `${text.time}, ${text.bucket}: ${text.count}`}
      </p>
    </div>
  )
}

function CellFrame({ cell, columnCount, rowCount }: { cell: Cell; columnCount: number; rowCount: number }) {
  return (
    <div
      className="pointer-events-none absolute border border-foreground"
      style={{
        left: `${(cell.column / columnCount) * 100}%`,
        bottom: `${(cell.row / rowCount) * 100}%`,
        width: `${100 / columnCount}%`,
        height: `${100 / rowCount}%`,
      }}
    />
  )
}

/** The bounds of the buckets at the left, as many as there is room for. */
function BoundAxis({ bounds, format }: { bounds: MetricHeatmap['bounds']; format: ValueFormat }) {
  return (
    <div aria-hidden="true" className="absolute top-0 left-0" style={{ width: axisWidth, bottom: timeAxisHeight }}>
      {boundMarks(bounds, 12).map(({ share, value }) => (
        <span
          key={share}
          className="absolute right-2 translate-y-1/2 whitespace-nowrap text-2xs text-subtle tabular-nums"
          style={{ bottom: `${share * 100}%` }}
        >
          {format.value(value)}
        </span>
      ))}
    </div>
  )
}
