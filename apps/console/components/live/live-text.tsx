'use client'

import { useNow } from '@/hooks/use-now.ts'
import type { TailStatus } from '@/hooks/use-tail.ts'
import { formatCompact } from '@/lib/format-number.ts'

/** What a live list does, in few words. */
export function LiveText({ status }: { status: TailStatus }) {
  if (status.kind === 'waiting') return <ReconnectText until={status.until} />
  if (status.kind === 'ended') return <>Live ended</>
  if (status.kind === 'connecting') return <>Connecting</>
  if (status.kind !== 'live' && status.kind !== 'paused') return <>Live</>
  return (
    <>
      {status.kind === 'paused' ? 'Paused' : 'Live'}
      <span className="font-normal text-muted tabular-nums">{rateText(status.rate)}</span>
    </>
  )
}

/** Rates below one tell by a digit that something arrives. */
function rateText(rate: number): string {
  if (rate === 0) return '0/s'
  return `${rate < 10 ? rate.toFixed(1) : formatCompact(Math.round(rate))}/s`
}

function ReconnectText({ until }: { until: number }) {
  const seconds = Math.max(0, Math.ceil((until - useNow(250)) / 1_000))
  return <span className="tabular-nums">{seconds > 0 ? `Reconnecting in ${seconds} s` : 'Reconnecting'}</span>
}
