import { classNames } from '@/lib/class-names.ts'

export interface UseBar {
  key: string
  value: number
  /** Said of the bar when it is pointed at. */
  title: string
  isRefused?: boolean
}

/** Small bars side by side, the highest as high as there is room. */
export function UseBars({ bars, label }: { bars: readonly UseBar[]; label: string }) {
  const highest = Math.max(1, ...bars.map(({ value }) => value))
  return (
    <div role="img" aria-label={label} className="flex h-10 min-w-0 flex-1 items-end gap-px">
      {bars.map(({ key, value, title, isRefused }) => (
        <span key={key} title={title} className="flex h-full min-w-0 flex-1 items-end hover:bg-hover">
          <span
            className={classNames(
              'w-full rounded-t-[1px]',
              isRefused ? 'bg-status-error' : value > 0 ? 'bg-accent' : 'bg-border-strong',
            )}
            style={{ height: value > 0 || isRefused ? `max(2px, ${(value / highest) * 100}%)` : '1px' }}
          />
        </span>
      ))}
    </div>
  )
}
