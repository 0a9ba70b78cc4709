import type { ResourceOrigin } from '../origin.ts'
import { aheadRemark, lateRemark } from '../record-time.ts'
import type { RequestState } from '../request-state.ts'
import { uint64Of } from './halves.ts'
import { isBelow, TimeBounds } from './time-bounds.ts'

/** Notes the times of the records of one resource: told to the request's state once for all of them. */
export class RecordTimes {
  readonly bounds: TimeBounds
  readonly #state: RequestState
  #isEmpty = true
  #firstLow = 0
  #firstHigh = 0
  #lastLow = 0
  #lastHigh = 0
  #late = 0
  #ahead = 0

  constructor(state: RequestState) {
    this.#state = state
    this.bounds = new TimeBounds(state.window)
  }

  /** A record of this time is stored. */
  see(low: number, high: number): void {
    if (this.#isEmpty || isBelow(low, high, this.#firstLow, this.#firstHigh)) {
      this.#firstLow = low
      this.#firstHigh = high
    }
    if (this.#isEmpty || isBelow(this.#lastLow, this.#lastHigh, low, high)) {
      this.#lastLow = low
      this.#lastHigh = high
    }
    this.#isEmpty = false
  }

  /** Remarks that a stored record is late or ahead. The times are those when it was over, or happened. */
  remark(low: number, high: number, resource: ResourceOrigin): void {
    if (this.bounds.isLate(low, high)) {
      // The first is noted at once, so that remarks stand in the order they came up.
      if (this.#late++ === 0) this.#state.remarks.note(lateRemark, resource)
    } else if (this.bounds.isAhead(low, high) && this.#ahead++ === 0) this.#state.remarks.note(aheadRemark, resource)
  }

  /** The records of this resource were all seen. */
  end(resource: ResourceOrigin): void {
    const { remarks, resourceRows } = this.#state
    if (this.#late > 1) remarks.note(lateRemark, resource, this.#late - 1)
    if (this.#ahead > 1) remarks.note(aheadRemark, resource, this.#ahead - 1)
    this.#late = 0
    this.#ahead = 0
    if (this.#isEmpty) return
    this.#isEmpty = true
    resourceRows.see(resource, secondsOf(this.#firstLow, this.#firstHigh))
    resourceRows.see(resource, secondsOf(this.#lastLow, this.#lastHigh))
  }
}

function secondsOf(low: number, high: number): number {
  return Number(uint64Of(low, high) / 1_000_000_000n)
}
