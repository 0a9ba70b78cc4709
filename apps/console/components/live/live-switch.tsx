'use client'

import { useShortcut } from '@/hooks/use-shortcut.ts'
import type { TailStatus } from '@/hooks/use-tail.ts'
import { classNames } from '@/lib/class-names.ts'
import { LiveText } from './live-text.tsx'

interface LiveSwitchProps {
  live: boolean
  status: TailStatus
  onLiveChange: (live: boolean) => void
}

function hintOf(status: TailStatus): string {
  switch (status.kind) {
    case 'off':
      return 'Show new records as they arrive (L)'
    case 'connecting':
      return 'Connecting'
    case 'live':
      return 'New records appear as they arrive'
    case 'paused':
      return 'Paused while you read or select: new records wait'
    case 'hidden':
      return 'Stopped while this tab is hidden; goes on where it was'
    case 'waiting':
      return `The connection was lost${status.problem ? `: ${status.problem}` : ''}. What arrives meanwhile is shown then`
    case 'ended':
      return status.problem
  }
}

const dots: Record<TailStatus['kind'], string> = {
  off: 'bg-border-strong',
  connecting: 'bg-severity-warn',
  live: 'bg-status-ok',
  paused: 'bg-severity-warn',
  hidden: 'bg-severity-warn',
  waiting: 'bg-severity-warn',
  ended: 'bg-status-error',
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
      title={hintOf(status)}
      onClick={() => onLiveChange(!live)}
      data-status={status.kind}
      className={classNames(
        'inline-flex h-7 items-center gap-2 whitespace-nowrap rounded-md border border-border bg-raised px-2.5 text-sm font-medium transition-colors hover:bg-hover',
        live ? 'text-foreground' : 'text-muted',
      )}
    >
      <span aria-hidden="true" className="relative flex size-2">
        {status.kind === 'live' && (
          <span className="absolute inset-0 animate-ping rounded-full bg-status-ok opacity-60 [animation-duration:1.6s]" />
        )}
        <span className={classNames('relative size-2 rounded-full', dots[status.kind])} />
      </span>
      <LiveText status={status} />
    </button>
  )
}
