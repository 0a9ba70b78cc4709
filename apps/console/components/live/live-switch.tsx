'use client'

import { useShortcut } from '@/hooks/use-shortcut.ts'
import type { TailStatus } from '@/hooks/use-tail.ts'
import { classNames } from '@/lib/class-names.ts'

interface LiveSwitchProps {
  live: boolean
  status: TailStatus
  onLiveChange: (live: boolean) => void
}

const hints: Record<TailStatus, string> = {
  off: 'Show new records as they arrive (L)',
  connecting: 'Connecting',
  live: 'New records appear as they arrive',
  paused: 'Paused: new records wait',
  hidden: 'Paused while this tab is hidden',
}

const dots: Record<TailStatus, string> = {
  off: 'bg-border-strong',
  connecting: 'bg-severity-warn',
  live: 'bg-status-ok',
  paused: 'bg-severity-warn',
  hidden: 'bg-severity-warn',
}

/** One switch for live rows. Also on `l`. */
export function LiveSwitch({ live, status, onLiveChange }: LiveSwitchProps) {
  useShortcut('l', () => onLiveChange(!live))
  return (
    <button
      type="button"
      role="switch"
      aria-checked={live}
      aria-label="Live"
      title={hints[status]}
      onClick={() => onLiveChange(!live)}
      data-status={status}
      className={classNames(
        'inline-flex h-7 items-center gap-2 rounded-md border border-border bg-raised px-2.5 text-sm font-medium transition-colors hover:bg-hover',
        live ? 'text-foreground' : 'text-muted',
      )}
    >
      <span aria-hidden="true" className="relative flex size-2">
        {status === 'live' && (
          <span className="absolute inset-0 animate-ping rounded-full bg-status-ok opacity-60 [animation-duration:1.6s]" />
        )}
        <span className={classNames('relative size-2 rounded-full', dots[status])} />
      </span>
      {status === 'paused' ? 'Paused' : 'Live'}
    </button>
  )
}
