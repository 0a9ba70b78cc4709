import Link from 'next/link'
import { classNames } from '@/lib/class-names.ts'
import type { PlotFrame } from './plot-options.ts'

/** A dot on a chart that leads somewhere. */
export interface ChartMarker {
  key: string
  /** Unix seconds. */
  time: number
  /** On the chart's scale; `null` for what is measured in something else: it stands at the lower edge. */
  value: number | null
  href: string
  /** What it is and where it leads. */
  label: string
  /** Of several dots the ones that are meant. */
  isStrong?: boolean
}

interface ChartMarkersProps {
  markers: readonly ChartMarker[]
  frame: PlotFrame
  /** Unix seconds. */
  range: { from: number; to: number }
}

/** Dots over the lines of a chart, as links. What lies above or below the scale stands at its edge. */
export function ChartMarkers({ markers, frame, range }: ChartMarkersProps) {
  return (
    <div
      className="pointer-events-none absolute"
      style={{ left: frame.left, top: frame.top, width: frame.width, height: frame.height }}
    >
      {markers.map(({ key, time, value, href, label, isStrong = false }) => {
        const x = (time - range.from) / (range.to - range.from)
        if (x < 0 || x > 1) return null
        const y = value === null ? 0 : Math.min(Math.max((value - frame.min) / (frame.max - frame.min || 1), 0), 1)
        return (
          <Link
            key={key}
            href={href}
            prefetch={false}
            aria-label={label}
            title={label}
            style={{ left: `${x * 100}%`, bottom: `${y * 100}%` }}
            className={classNames(
              'pointer-events-auto absolute size-2.5 -translate-x-1/2 translate-y-1/2 rotate-45 rounded-[1px] border border-background bg-foreground/70 hover:bg-accent focus-visible:bg-accent',
              isStrong && 'size-3 bg-accent',
            )}
          />
        )
      })}
    </div>
  )
}
