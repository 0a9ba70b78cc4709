'use client'

import type { OpenSpanState } from '@hanzo/schema/api'
import { Badge } from '@/components/ui/badge.tsx'

const looks = {
  running: {
    tone: 'accent',
    text: 'running',
    hint: 'It has started and not ended yet',
  },
  no_end: {
    tone: 'outline',
    text: 'no end',
    hint: 'No end received in the time it had: its process was probably killed, or lost its way to us',
  },
} as const

/** That a span or a trace has not ended. */
export function OpenStateBadge({ state, className }: { state: OpenSpanState; className?: string }) {
  const { tone, text, hint } = looks[state]
  return (
    <Badge tone={tone} title={hint} className={className}>
      {state === 'running' && <RunningDot />}
      {text}
    </Badge>
  )
}

/** A dot that beats while something runs. */
export function RunningDot() {
  return <span aria-hidden="true" className="size-1.5 shrink-0 animate-pulse rounded-full bg-current" />
}
