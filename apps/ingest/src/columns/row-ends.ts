import type { ByteWriter } from '../native/byte-writer.ts'
import { capacityAfterUse } from './column.ts'

/** For each row of an array or map, how many elements there are up to its end: uint64, of which the high half stays 0. */
export class RowEnds {
  #ends = new Uint32Array(32)
  #count = 0

  get length(): number {
    return this.#count
  }

  put(elements: number): void {
    if (this.#count * 2 === this.#ends.length) this.#grow()
    this.#ends[this.#count * 2] = elements
    this.#count += 1
  }

  /** Ends `count` rows of which none has an element of its own. */
  putRun(elements: number, count: number): void {
    for (let row = 0; row < count; row++) this.put(elements)
  }

  /** The elements before this row. */
  startOf(row: number): number {
    return row === 0 ? 0 : this.endOf(row - 1)
  }

  endOf(row: number): number {
    if (row >= this.#count) throw new RangeError(`row ${row} is not there`)
    return this.#ends[row * 2] as number
  }

  /** @returns how many elements are left. */
  truncate(length: number): number {
    this.#count = Math.min(this.#count, length)
    return this.startOf(this.#count)
  }

  clear(): void {
    const capacity = capacityAfterUse(this.#ends.length, this.#count * 2)
    this.#count = 0
    if (capacity < this.#ends.length) this.#ends = new Uint32Array(capacity)
  }

  write(writer: ByteWriter): void {
    writer.writeRange(new Uint8Array(this.#ends.buffer), 0, this.#count * 8)
  }

  #grow(): void {
    const old = this.#ends
    this.#ends = new Uint32Array(old.length * 2)
    this.#ends.set(old)
  }
}
