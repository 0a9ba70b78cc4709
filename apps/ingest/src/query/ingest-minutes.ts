import type { TimeBounds } from './time-bounds.ts'

/** Outcomes are counted by whole minutes of receipt: the one that a range begins in counts whole. */
export const inMinutes = `minute >= toDateTime({fromSeconds:UInt32}, 'UTC')
  AND minute < toDateTime({toSeconds:UInt32}, 'UTC')`

export function minutesParams({ fromMilliseconds, toMilliseconds }: TimeBounds) {
  return {
    fromSeconds: Math.max(0, Math.floor(fromMilliseconds / 60_000) * 60),
    toSeconds: Math.max(0, Math.ceil(toMilliseconds / 1000)),
  }
}
