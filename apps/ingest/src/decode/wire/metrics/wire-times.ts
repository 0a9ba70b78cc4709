const nanosecondsPerMillisecond = 1_000_000
/** 2^32 nanoseconds are so many milliseconds, and so many nanoseconds more. */
const millisecondsOfHigh = 4_294
const nanosecondsOfHigh = 967_296

/** Whole milliseconds of an unsigned number of nanoseconds in halves: every step is exact, as all numbers stay below 2^53. */
export function millisecondsOf(low: number, high: number): number {
  const high32 = high >>> 0
  return (
    high32 * millisecondsOfHigh + Math.floor((high32 * nanosecondsOfHigh + (low >>> 0)) / nanosecondsPerMillisecond)
  )
}
