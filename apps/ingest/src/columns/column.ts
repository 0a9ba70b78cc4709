import type { ByteWriter } from '../native/byte-writer.ts'

/**
 * The values of one column, held as ClickHouse's Native format lays them out.
 * What a builder was given is copied; positions (`row`) count from 0.
 */
export interface Column {
  /** Values so far. */
  readonly length: number
  /** Memory that the values take, about. */
  readonly byteLength: number
  /** Adds `count` values that are empty: 0, no text, no elements. */
  putDefaults(count: number): void
  /** Takes back the values from `length` on. Cheap; nothing happens when there are no more. */
  truncate(length: number): void
  /** Forgets all values and keeps the memory for the next, unless that were far more than was needed lately. */
  clear(): void
  /** Writes the state that comes before any data of the column. */
  writePrefix(writer: ByteWriter): void
  writeValues(writer: ByteWriter): void
}

/** Memory below this is always kept for the next rows. */
const keptBytesMax = 256 * 1024

/** The capacity to go on with after `used` of `capacity` was needed: half of it where that is still twice the need. */
export function capacityAfterUse(capacity: number, used: number): number {
  return capacity > keptBytesMax && used < capacity / 4 ? capacity >>> 1 : capacity
}
