import { classNames } from '@/lib/class-names.ts'
import { timeLabel, timeMarks } from './time-label.ts'

export const timeAxisHeight = 18
const marksAtMost = 8

/** Round moments of local time under a chart that fills the width. */
export function TimeAxis({ from, to }: { from: number; to: number }) {
  const { marks, step } = timeMarks(from, to, marksAtMost)
  return (
    <div
      aria-hidden="true"
      className="absolute inset-x-0 bottom-0 overflow-hidden border-t"
      style={{ height: timeAxisHeight }}
    >
      {marks.map((mark) => {
        const share = (mark - from) / (to - from)
        return (
          <span
            key={mark}
            className={classNames(
              'absolute top-0.5 whitespace-nowrap text-2xs text-subtle',
              share > 0.96 ? '-translate-x-full' : share > 0.03 && '-translate-x-1/2',
            )}
            style={{ left: `${share * 100}%` }}
            suppressHydrationWarning
          >
            {timeLabel(mark, step)}
          </span>
        )
      })}
    </div>
  )
}
