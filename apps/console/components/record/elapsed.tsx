'use client'

import type { OpenSpanState } from '@hanzo/schema/api'
import { useTick } from '@/hooks/use-tick.ts'
import { formatElapsed } from '@/lib/format-duration.ts'
import { lastedNanoseconds } from '@/lib/open-span.ts'

export interface Lasting {
  startTimeUnixNano: string
  durationNanoseconds: string
  state?: OpenSpanState | undefined
}

/** How long something has run, in whole seconds that count on. */
export function Elapsed({ of }: { of: Lasting }) {
  const now = useTick()
  return <>{formatElapsed(lastedNanoseconds(of, now))}</>
}
