import { formatDuration } from '@/lib/format-duration.ts'

/**
 * A duration as a bar and a text. The bar is full at `--longest` nanoseconds, which the list around it sets: the rows
 * need not be drawn again when a longer one comes.
 */
export function DurationBar({ nanoseconds, failed }: { nanoseconds: string; failed: boolean }) {
  return (
    <span className="flex w-full items-center gap-2">
      <span aria-hidden="true" className="h-1.5 flex-1 overflow-hidden rounded-full bg-border/70">
        <span
          className="block h-full min-w-0.5 rounded-full"
          style={{
            width: `calc(100% * min(1, ${nanoseconds} / var(--longest, 1)))`,
            background: failed ? 'var(--status-error)' : 'var(--subtle)',
          }}
        />
      </span>
      <span className="w-[68px] shrink-0 text-right whitespace-nowrap">{formatDuration(nanoseconds)}</span>
    </span>
  )
}
