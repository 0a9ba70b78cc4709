import type { ByteWriter } from '../native/byte-writer.ts'
import { type Column, capacityAfterUse } from './column.ts'
import type { ByteSource } from './copy-bytes.ts'
import { Dictionary } from './dictionary.ts'

// Constants of ClickHouse's LowCardinality serialization: the dictionary travels with the block ("additional keys"),
// and the two lowest bits of the flags tell the width of the indexes into it.
const sharedDictionariesWithAdditionalKeys = 1
const hasAdditionalKeys = 1 << 9
const needUpdateDictionary = 1 << 10

/**
 * Texts of which many are equal: each different one is held once, in the order of its first use, and rows are indexes.
 * An index that `intern` gave stays good until `clear`, also after `truncate`.
 */
export class LowCardinalityColumn implements Column {
  readonly #dictionary = new Dictionary()
  #indexes = new Uint32Array(16)
  #count = 0

  get length(): number {
    return this.#count
  }

  get byteLength(): number {
    return this.#dictionary.byteLength + this.#count * 4
  }

  putBytes(source: ByteSource, start: number, end: number): void {
    this.putIndex(this.#dictionary.intern(source, start, end))
  }

  /** A lone surrogate becomes U+FFFD. */
  putText(text: string): void {
    this.putIndex(this.#dictionary.internText(text))
  }

  putEmpty(): void {
    this.putIndex(this.#dictionary.internEmpty())
  }

  putDefaults(count: number): void {
    while (this.#count + count > this.#indexes.length) this.#grow()
    this.#indexes.fill(this.#dictionary.internEmpty(), this.#count, this.#count + count)
    this.#count += count
  }

  /** The index of a value, for `putIndex`; a value that no row takes is not sent. */
  intern(source: ByteSource, start: number, end: number): number {
    return this.#dictionary.intern(source, start, end)
  }

  internText(text: string): number {
    return this.#dictionary.internText(text)
  }

  putIndex(index: number): void {
    if (this.#count === this.#indexes.length) this.#grow()
    this.#indexes[this.#count] = index
    this.#count += 1
  }

  /** The same number for equal values until `clear`. */
  indexAt(row: number): number {
    if (row >= this.#count) throw new RangeError(`row ${row} is not there`)
    return this.#indexes[row] as number
  }

  textAt(row: number): string {
    return this.#dictionary.textAt(this.indexAt(row))
  }

  /** The index that rows of a value have; -1 when there is none. */
  indexOf(text: string): number {
    return this.#dictionary.indexOf(text)
  }

  truncate(length: number): void {
    this.#count = Math.min(this.#count, length)
  }

  clear(): void {
    const capacity = capacityAfterUse(this.#indexes.length, this.#count)
    this.#count = 0
    this.#dictionary.clear()
    if (capacity < this.#indexes.length) this.#indexes = new Uint32Array(capacity)
  }

  writePrefix(writer: ByteWriter): void {
    writer.reserve(8)
    writer.putCount64(sharedDictionariesWithAdditionalKeys)
  }

  writeValues(writer: ByteWriter): void {
    // The reader takes nothing for an empty column, for example of a block whose maps are all empty.
    if (this.#count === 0) return
    if (this.#isInOrderOfUse()) {
      this.#writeIndexed(writer, this.#dictionary.length, undefined)
      return
    }
    // Values of rows that were taken back, or that were interned for rows which did not come, are left out.
    const positions = new Uint32Array(this.#dictionary.length)
    const order: number[] = []
    for (let row = 0; row < this.#count; row++) {
      const index = this.#indexes[row] as number
      if (positions[index] === 0) positions[index] = order.push(index)
    }
    this.#writeIndexed(writer, order.length, { positions, order })
  }

  #isInOrderOfUse(): boolean {
    let next = 0
    for (let row = 0; row < this.#count; row++) {
      const index = this.#indexes[row] as number
      if (index > next) return false
      if (index === next) next++
    }
    return next === this.#dictionary.length
  }

  #writeIndexed(
    writer: ByteWriter,
    size: number,
    reordered: { positions: Uint32Array; order: readonly number[] } | undefined,
  ): void {
    const indexType = size <= 0x100 ? 0 : size <= 0x1_0000 ? 1 : 2
    writer.reserve(16)
    writer.putCount64(indexType | hasAdditionalKeys | needUpdateDictionary)
    writer.putCount64(size)
    if (reordered) for (const index of reordered.order) this.#dictionary.writeOne(writer, index)
    else this.#dictionary.writeAll(writer)
    writer.reserve(this.#count * 4 + 8)
    writer.putCount64(this.#count)
    for (let row = 0; row < this.#count; row++) {
      const index = this.#indexes[row] as number
      const position = reordered ? (reordered.positions[index] as number) - 1 : index
      if (indexType === 0) writer.putUint8(position)
      else if (indexType === 1) writer.putUint16(position)
      else writer.putUint32(position)
    }
  }

  #grow(): void {
    const old = this.#indexes
    this.#indexes = new Uint32Array(old.length * 2)
    this.#indexes.set(old)
  }
}
