export interface BucketSize {
  /** What flows in. */
  perSecond: number
  /** What it holds at most: the most that may be used at once after a pause. */
  burst: number
}

/**
 * Bounds an average rate and lets bursts pass. What is taken is never refused here: a request's size is known only once it
 * was read, so it may leave a debt, which later ones wait for. Every size of request can pass, and the average holds.
 */
export interface TokenBucket {
  /** Until something may be taken again; 0 when it may now. */
  waitMilliseconds(): number
  take(amount: number): void
  /** Keeps the debt, which is paid back at the new rate. */
  resize(size: BucketSize): void
}

/** @param now milliseconds of a clock that only goes forward: the time of day may jump. */
export function createTokenBucket(size: BucketSize, now: () => number): TokenBucket {
  let { perSecond, burst } = size
  let level = burst
  let filledAt = now()

  function fill(): void {
    const at = now()
    level = Math.min(burst, level + ((at - filledAt) / 1000) * perSecond)
    filledAt = at
  }

  return {
    waitMilliseconds() {
      fill()
      return level >= 1 ? 0 : Math.ceil(((1 - level) / perSecond) * 1000)
    },
    take(amount) {
      fill()
      level -= amount
    },
    resize(next) {
      fill()
      ;({ perSecond, burst } = next)
      level = Math.min(level, burst)
    },
  }
}
