'use client'

import { ArrowUpIcon } from 'lucide-react'
import { formatCompact } from '@/lib/format-number.ts'

interface WaitingPillProps {
  waitingCount: number
  skipped: number
  /** One row, two rows: `span`, `spans`. */
  unit: [string, string]
  onRelease: () => void
}

/** Above a paused live list: how many rows wait, and the way to see them. Also says how many never came. */
export function WaitingPill({ waitingCount, skipped, unit, onRelease }: WaitingPillProps) {
  if (waitingCount === 0 && skipped === 0) return null
  return (
    <div className="pointer-events-none absolute inset-x-0 top-9 z-20 flex justify-center gap-2" aria-live="polite">
      {waitingCount > 0 && (
        <button
          type="button"
          onClick={onRelease}
          className="pointer-events-auto inline-flex h-7 items-center gap-1.5 rounded-full bg-primary px-3 text-sm font-medium text-primary-foreground shadow-raised hover:bg-primary-hover"
        >
          <ArrowUpIcon className="size-3.5" />
          {formatCompact(waitingCount)} new {waitingCount === 1 ? unit[0] : unit[1]}
        </button>
      )}
      {skipped > 0 && (
        <span
          title="More arrived than this page can show. They are stored: refresh to see them."
          className="pointer-events-auto inline-flex h-7 items-center rounded-full border border-border bg-raised px-3 text-sm text-severity-warn shadow-raised"
        >
          {formatCompact(skipped)} skipped
        </span>
      )}
    </div>
  )
}
