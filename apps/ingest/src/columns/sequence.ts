import { sequenceInstanceShift, sequenceMillisecondShift } from '@hanzo/schema/row'
import type { FixedColumn } from './fixed-column.ts'

const counterBits = Number(sequenceInstanceShift)
const counterMax = 2 ** counterBits - 1
/** Milliseconds start at bit 22, so that their lowest ten bits share the low half with instance and counter. */
const millisecondLowBits = 32 - Number(sequenceMillisecondShift)
const millisecondLowFactor = 2 ** millisecondLowBits

export interface SequenceOptions {
  /** Tells several receivers of one store apart: 0 to 255. */
  instance: number
  now?: () => number
}

/**
 * Numbers rows in their order of arrival: `sequence` columns.
 * Each number is above the one before, also when the clock steps back, or when a millisecond has more rows than the counter.
 */
export class Sequence {
  readonly instance: number
  readonly #now: () => number
  #millisecond = 0
  #counter = 0
  #low = 0
  #high = 0

  constructor({ instance, now = Date.now }: SequenceOptions) {
    this.instance = instance
    this.#now = now
    this.#start(now())
  }

  /** Reads the clock: once for each request, before its rows. */
  tick(): void {
    const time = this.#now()
    if (time > this.#millisecond) this.#start(time)
  }

  /** Puts the next number. */
  putInto(column: FixedColumn): void {
    if (this.#counter > counterMax) this.#start(this.#millisecond + 1)
    column.putUint64(this.#low + this.#counter, this.#high)
    this.#counter += 1
  }

  /** The number before the next one: all that were given are up to this, and all that will be are above. */
  get last(): bigint {
    return ((BigInt(this.#high) << 32n) | BigInt(this.#low)) + BigInt(this.#counter) - 1n
  }

  next(): bigint {
    if (this.#counter > counterMax) this.#start(this.#millisecond + 1)
    const low = this.#low + this.#counter
    this.#counter += 1
    return (BigInt(this.#high) << 32n) | BigInt(low)
  }

  #start(millisecond: number): void {
    this.#millisecond = millisecond
    this.#counter = 0
    this.#high = Math.floor(millisecond / millisecondLowFactor)
    this.#low = (millisecond % millisecondLowFactor) * 2 ** (32 - millisecondLowBits) + this.instance * 2 ** counterBits
  }
}
