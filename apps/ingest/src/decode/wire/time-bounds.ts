import type { TimeWindow } from '../record-time.ts'
import { halvesOf } from './halves.ts'

const uint64Max = 2n ** 64n - 1n

/** Whether one unsigned 64-bit number is below another, both as halves. */
export function isBelow(low: number, high: number, otherLow: number, otherHigh: number): boolean {
  return high === otherHigh ? low >>> 0 < otherLow >>> 0 : high >>> 0 < otherHigh >>> 0
}

/** A `TimeWindow` that times are compared with as halves. */
export class TimeBounds {
  readonly #oldest: readonly [number, number]
  readonly #newest: readonly [number, number]
  readonly #late: readonly [number, number]
  readonly #ahead: readonly [number, number]

  constructor({ oldestUnixNano, newestUnixNano, lateBefore, aheadAfter }: TimeWindow) {
    this.#oldest = boundOf(oldestUnixNano)
    this.#newest = boundOf(newestUnixNano)
    // The window has whole milliseconds, and counts the one that a time is in.
    this.#late = boundOf(BigInt(lateBefore) * 1_000_000n)
    this.#ahead = boundOf(BigInt(aheadAfter + 1) * 1_000_000n)
  }

  isWithin(low: number, high: number): boolean {
    return !isBelowBound(low, high, this.#oldest) && !isAboveBound(low, high, this.#newest)
  }

  isLate(low: number, high: number): boolean {
    return isBelowBound(low, high, this.#late)
  }

  isAhead(low: number, high: number): boolean {
    return !isBelowBound(low, high, this.#ahead)
  }
}

function boundOf(value: bigint): readonly [number, number] {
  return halvesOf(value < 0n ? 0n : value > uint64Max ? uint64Max : value)
}

function isBelowBound(low: number, high: number, bound: readonly [number, number]): boolean {
  return isBelow(low, high, bound[0], bound[1])
}

function isAboveBound(low: number, high: number, bound: readonly [number, number]): boolean {
  return isBelow(bound[0], bound[1], low, high)
}
