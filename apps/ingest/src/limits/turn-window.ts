export interface TurnWindow {
  /** Bytes that may be worked on at one time. */
  bytes(): number
  /** Told of each request that is done: how long it took, and whether others wait. */
  done(milliseconds: number, othersWait: boolean): void
}

export interface TurnWindowOptions {
  bytesMin: number
  bytesMax: number
  /** What requests that are worked on are to take, unless even a lone one takes longer. */
  targetMilliseconds: number
  /** Milliseconds of a clock that only goes forward. */
  now?: () => number
}

const adjustMilliseconds = 100
/** A slow disk makes every request slow, also a lone one: it needs more of them at one time, not fewer. */
const timesTheShortest = 4
const shortestMilliseconds = 60_000
const growth = 1.25
const shrinkMost = 0.5

/**
 * Finds how much to work on at one time: enough that the machine is busy and an fsync is shared by many, and not more, since
 * whoever comes next waits behind it. Ten times a second, by how long the requests of that time took.
 */
export function createTurnWindow(options: TurnWindowOptions): TurnWindow {
  const { bytesMin, bytesMax, targetMilliseconds, now = () => performance.now() } = options
  let bytes = bytesMax
  let adjustedAt = now()
  let sum = 0
  let count = 0
  let isWanted = false
  let shortest = Number.POSITIVE_INFINITY
  let shortestAt = adjustedAt

  function adjust(): void {
    const average = sum / count
    const target = Math.max(targetMilliseconds, timesTheShortest * shortest)
    if (average > target) bytes = Math.max(bytesMin, bytes * Math.max(shrinkMost, target / average))
    else if (isWanted) bytes = Math.min(bytesMax, bytes * growth)
    sum = 0
    count = 0
    isWanted = false
  }

  return {
    bytes: () => bytes,
    done(milliseconds, othersWait) {
      const at = now()
      if (milliseconds < shortest || at - shortestAt > shortestMilliseconds) {
        shortest = milliseconds
        shortestAt = at
      }
      sum += milliseconds
      count += 1
      isWanted ||= othersWait
      if (at - adjustedAt < adjustMilliseconds) return
      adjustedAt = at
      adjust()
    },
  }
}
