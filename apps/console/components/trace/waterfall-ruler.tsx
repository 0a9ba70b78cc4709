import { classNames } from '@/lib/class-names.ts'
import { formatDuration } from '@/lib/format-duration.ts'
import { axisMarks, gapBands } from './model/axis-marks.ts'
import type { TimeAxis } from './model/time-axis.ts'
import type { TimeWindow } from './time-ticks.ts'

const ticksAtMost = 8
const hatching = 'repeating-linear-gradient(-45deg, var(--border) 0 1px, transparent 1px 5px)'

interface WaterfallAxisProps {
  axis: TimeAxis
  window: TimeWindow
}

/** Time since the start of the trace. */
export function WaterfallRuler({ axis, window }: WaterfallAxisProps) {
  return (
    <div aria-hidden="true" className="relative h-5 overflow-hidden text-2xs text-subtle">
      {axisMarks(axis, window, ticksAtMost).map(({ time, share, label }) => (
        <span
          key={time}
          className={classNames(
            'absolute top-1 whitespace-nowrap',
            share > 0.97 ? '-translate-x-full pr-1' : share > 0.01 ? '-translate-x-1/2' : 'pl-1',
          )}
          style={{ left: `${share * 100}%` }}
        >
          {label}
        </span>
      ))}
    </div>
  )
}

/** The ruler's marks as lines behind the bars, and the gaps that are drawn narrow. */
export function WaterfallGrid({ axis, window }: WaterfallAxisProps) {
  return (
    <div
      aria-hidden="true"
      className="pointer-events-none absolute inset-y-0 right-0"
      style={{ left: 'var(--name-width)' }}
    >
      <div className="relative h-full overflow-hidden" style={{ marginRight: 'var(--label-room)' }}>
        {axisMarks(axis, window, ticksAtMost).map(({ time, share }) => (
          <span key={time} className="absolute inset-y-0 w-px bg-border/70" style={{ left: `${share * 100}%` }} />
        ))}
        {gapBands(axis, window).map(({ gap, from, to }) => (
          <span
            key={gap.start}
            title={`${formatDuration(gap.end - gap.start)} in which nothing happened`}
            className="pointer-events-auto absolute inset-y-0 min-w-1.5 border-border-strong border-x"
            style={{ left: `${from * 100}%`, width: `${(to - from) * 100}%`, backgroundImage: hatching }}
          />
        ))}
      </div>
    </div>
  )
}
