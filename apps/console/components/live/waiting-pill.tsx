'use client'

import { ArrowUpIcon } from 'lucide-react'
import { formatCompact } from '@/lib/format-number.ts'

interface WaitingPillProps {
  waitingCount: number
  skipped: number
  /** More were skipped than were counted. */
  hasGap: boolean
  /** One row, two rows: `span`, `spans`. */
  unit: [string, string]
  onRelease: () => void
  /** Reads the list again, with what was skipped. */
  onCatchUp: () => void
}

/** Above a paused live list: how many rows wait, and the way to see them. Also says how many never came. */
export function WaitingPill({ waitingCount, skipped, hasGap, unit, onRelease, onCatchUp }: WaitingPillProps) {
  const isLacking = skipped > 0 || hasGap
  if (waitingCount === 0 && !isLacking) return null
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
      {isLacking && (
        <button
          type="button"
          onClick={onCatchUp}
          title="They arrived while this page was away, or faster than it can show. They are stored."
          className="pointer-events-auto inline-flex h-7 items-center gap-1.5 rounded-full border border-border bg-raised px-3 text-sm text-severity-warn shadow-raised hover:bg-hover"
        >
          {skippedText(skipped, hasGap, unit)}
          <span className="text-muted">Read them</span>
        </button>
      )}
    </div>
  )
}

function skippedText(skipped: number, hasGap: boolean, unit: [string, string]): string {
  if (skipped === 0) return `Some ${unit[1]} skipped`
  return `${hasGap ? 'More than ' : ''}${formatCompact(skipped)} ${skipped === 1 ? unit[0] : unit[1]} skipped`
}
