import { classNames } from '@/lib/class-names.ts'
import { type TimeWindow, tickLabel, timeTicks } from './time-ticks.ts'

const ticksAtMost = 8

function marksOf(window: TimeWindow) {
  const ticks = timeTicks(window, ticksAtMost)
  const step = (ticks[1] ?? window.end) - (ticks[0] ?? window.start)
  const width = window.end - window.start
  return ticks.map((tick) => ({ tick, share: (tick - window.start) / width, label: tickLabel(tick, step) }))
}

/** Time since the start of the trace. */
export function WaterfallRuler({ window }: { window: TimeWindow }) {
  return (
    <div aria-hidden="true" className="relative h-5 text-2xs text-subtle">
      {marksOf(window).map(({ tick, share, label }) => (
        <span
          key={tick}
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

/** The ruler's marks as lines behind the bars. */
export function WaterfallGrid({ window }: { window: TimeWindow }) {
  return (
    <div
      aria-hidden="true"
      className="pointer-events-none absolute inset-y-0 right-0"
      style={{ left: 'var(--name-width)' }}
    >
      <div className="relative h-full" style={{ marginRight: 'var(--label-room)' }}>
        {marksOf(window).map(({ tick, share }) => (
          <span key={tick} className="absolute inset-y-0 w-px bg-border/70" style={{ left: `${share * 100}%` }} />
        ))}
      </div>
    </div>
  )
}
