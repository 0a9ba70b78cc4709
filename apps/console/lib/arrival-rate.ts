/** Tells how many rows arrive a second, over the last few seconds. */
export interface ArrivalRate {
  add(count: number): void
  /** Rows a second. */
  now(): number
}

const windowMilliseconds = 5_000

export function createArrivalRate(clock: () => number = Date.now): ArrivalRate {
  const startedAt = clock()
  let arrived: { at: number; count: number }[] = []
  return {
    add(count) {
      if (count > 0) arrived.push({ at: clock(), count })
    },
    now() {
      const now = clock()
      arrived = arrived.filter(({ at }) => now - at < windowMilliseconds)
      const milliseconds = Math.min(windowMilliseconds, Math.max(1_000, now - startedAt))
      return arrived.reduce((sum, { count }) => sum + count, 0) / (milliseconds / 1_000)
    },
  }
}
