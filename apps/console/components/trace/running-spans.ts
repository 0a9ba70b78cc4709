import type { TraceStructure } from '@hanzo/schema/api'
import { arrivingSpansMost } from './trace-queries.ts'

/** Whether the waterfall moves with the clock. A large trace moves when it is read again: its tree costs too much for each second. */
export function movesWithClock(trace: TraceStructure | undefined): boolean {
  return trace?.state === 'running' && trace.spanCount <= arrivingSpansMost
}
