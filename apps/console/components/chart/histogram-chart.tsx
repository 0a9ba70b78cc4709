'use client'

import { useId, useMemo } from 'react'
import { classNames } from '@/lib/class-names.ts'
import { HistogramBars } from './histogram-bars.tsx'
import {
  bucketAt,
  type HistogramBucket,
  type HistogramSeries,
  histogramLayout,
  selectedRange,
} from './histogram-layout.ts'
import { bucketText, histogramSummary } from './histogram-text.ts'
import { HistogramTooltip } from './histogram-tooltip.tsx'
import { TimeAxis, timeAxisHeight } from './time-axis.tsx'
import { intervalLabel } from './time-label.ts'
import { useBucketCursor } from './use-bucket-cursor.ts'
import { useRangeDrag } from './use-range-drag.ts'

interface HistogramChartProps {
  /** By time; buckets without records may be left out. */
  buckets: readonly HistogramBucket[]
  bucketSeconds: number
  /** Stacked from the bottom in this order. */
  series: readonly HistogramSeries[]
  /** Unix seconds, snapped to whole buckets. */
  onRangeSelect: (from: number, to: number) => void
  /** The time range of the page in unix seconds: the axis covers it even where no record lies. */
  range?: { from: number; to: number }
  /** What is counted, in the plural. */
  noun?: string
  /** Pixels, axis included. */
  height?: number
  className?: string
}

/** Counts over time as stacked bars. Drag, or Shift and the arrow keys and Enter, to zoom; the arrow keys read bucket by bucket. */
export function HistogramChart(props: HistogramChartProps) {
  const { buckets, bucketSeconds, series, range, height = 80, noun = 'records' } = props
  const layout = useMemo(
    () => histogramLayout(buckets, bucketSeconds, series, range),
    [buckets, bucketSeconds, series, range],
  )
  const summaryId = useId()
  const select = (a: number, b: number) => {
    const chosen = selectedRange(layout, bucketSeconds, a, b)
    props.onRangeSelect(chosen.from, chosen.to)
  }
  const { active, setActive, marked, onKeyDown } = useBucketCursor(layout.bucketCount, select)
  const drag = useRangeDrag((from, to) => select(bucketAt(layout, from), bucketAt(layout, Math.max(from, to - 1e-9))))
  const byTime = useMemo(() => new Map(buckets.map((bucket) => [bucket.timeUnixSeconds, bucket])), [buckets])
  const selection =
    drag.selection ?? (marked && { from: marked.from / layout.bucketCount, to: marked.to / layout.bucketCount })

  const activeStart = active === null ? null : layout.from + active * bucketSeconds
  const activeCounts = activeStart === null ? undefined : (byTime.get(activeStart)?.counts ?? {})
  return (
    <div className={classNames('relative select-none', props.className)} style={{ height }}>
      <div
        role="slider"
        tabIndex={0}
        aria-label={`${noun} over time`}
        aria-describedby={summaryId}
        aria-valuemin={0}
        aria-valuemax={layout.bucketCount - 1}
        aria-valuenow={active ?? 0}
        aria-valuetext={bucketText(activeStart, bucketSeconds, activeCounts, series, noun)}
        className="absolute inset-x-0 top-0 cursor-crosshair touch-none rounded-sm focus-visible:outline-offset-2"
        style={{ bottom: timeAxisHeight }}
        {...drag.handlers}
        onPointerMove={(event) => {
          const { left, width } = event.currentTarget.getBoundingClientRect()
          setActive(bucketAt(layout, (event.clientX - left) / width))
          drag.handlers.onPointerMove(event)
        }}
        onPointerLeave={() => setActive(null)}
        onBlur={() => setActive(null)}
        onKeyDown={onKeyDown}
      >
        <HistogramBars layout={layout} series={series} active={active} />
        {selection && (
          <div
            className="pointer-events-none absolute inset-y-0 border-accent border-x bg-accent/15"
            style={{ left: `${selection.from * 100}%`, width: `${(selection.to - selection.from) * 100}%` }}
          />
        )}
      </div>
      <TimeAxis from={layout.from} to={layout.to} />
      {activeStart !== null && (
        <HistogramTooltip
          title={intervalLabel(activeStart, activeStart + bucketSeconds)}
          counts={activeCounts ?? {}}
          series={series}
          share={((active ?? 0) + 0.5) / layout.bucketCount}
        />
      )}
      <p id={summaryId} className="sr-only">
        {histogramSummary(layout.totals, series, noun, layout.from, layout.to)}
      </p>
    </div>
  )
}
