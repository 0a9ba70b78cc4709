'use client'

import { formatExactTime, formatRelative, formatTime, formatUtcTime, millisecondsOf } from '@/lib/format-time.ts'

interface MomentProps {
  unixNano: string
  className?: string
}

/** A moment in local time; its hint has every digit, UTC, and how long ago it was. Render it in the browser only. */
export function Moment({ unixNano, className }: MomentProps) {
  return (
    <time dateTime={formatUtcTime(unixNano)} title={momentHint(unixNano)} className={className}>
      {formatTime(unixNano)}
    </time>
  )
}

function momentHint(unixNano: string): string {
  return `${formatExactTime(unixNano)}\n${formatUtcTime(unixNano)}\n${formatRelative(millisecondsOf(unixNano))}`
}
