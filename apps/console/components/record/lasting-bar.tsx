import { DurationBar } from './duration-bar.tsx'
import { Elapsed, type Lasting } from './elapsed.tsx'

/** The duration of a span or a trace in a list: counted on while it runs, and said to be missing where no end came. */
export function LastingBar({ of, failed }: { of: Lasting; failed: boolean }) {
  if (of.state === 'running') {
    return (
      <span className="flex w-full items-center gap-2">
        <span aria-hidden="true" className="running-bar h-1.5 flex-1 rounded-full text-accent" />
        <span className="w-[68px] shrink-0 text-right whitespace-nowrap text-accent">
          <Elapsed of={of} />
        </span>
      </span>
    )
  }
  if (of.state === 'no_end' && of.durationNanoseconds === '0') {
    return <span className="truncate text-subtle">no end received</span>
  }
  return <DurationBar nanoseconds={of.durationNanoseconds} failed={failed} />
}
