import { resolveTime, type TimeRange } from '@hanzo/schema/api'
import { InvalidQueryError } from './query-errors.ts'

/** A range of time, milliseconds since the epoch: `from` is inside, `to` is not. */
export interface TimeBounds {
  fromMilliseconds: number
  toMilliseconds: number
}

/** @throws {InvalidQueryError} when the range is empty or ends before it starts. */
export function resolveBounds(range: TimeRange, nowMilliseconds = Date.now()): TimeBounds {
  const fromMilliseconds = resolveTime(range.from, nowMilliseconds)
  const toMilliseconds = resolveTime(range.to, nowMilliseconds)
  if (fromMilliseconds >= toMilliseconds) throw new InvalidQueryError('from', 'expected a time before "to"')
  return { fromMilliseconds, toMilliseconds }
}

/** Written for the primary key, which leads with the minute of `timestamp`. */
export const inBounds = `timestamp >= fromUnixTimestamp64Milli({from:Int64}, 'UTC')
  AND timestamp < fromUnixTimestamp64Milli({to:Int64}, 'UTC')`

export function boundsParams(bounds: TimeBounds): { from: number; to: number } {
  return { from: bounds.fromMilliseconds, to: bounds.toMilliseconds }
}

/** A trace's other spans may stand before and behind the range, this far. */
export const aroundBounds = `timestamp >= fromUnixTimestamp64Milli({from:Int64} - 3600000, 'UTC')
  AND timestamp < fromUnixTimestamp64Milli({to:Int64} + 3600000, 'UTC')`
