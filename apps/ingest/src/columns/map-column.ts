import type { ByteWriter } from '../native/byte-writer.ts'
import type { Column } from './column.ts'
import { LowCardinalityColumn } from './low-cardinality-column.ts'
import { RowEnds } from './row-ends.ts'

/** Maps: put the keys and values of one row, as many of the one as of the other, then `endRow`. */
export class MapColumn<V extends Column, T = unknown> implements Column {
  readonly keys = new LowCardinalityColumn()
  readonly values: V
  readonly rowEnds = new RowEnds()
  readonly #read: (values: V, element: number) => T

  constructor(values: V, read: (values: V, element: number) => T) {
    this.values = values
    this.#read = read
  }

  get length(): number {
    return this.rowEnds.length
  }

  get byteLength(): number {
    return this.keys.byteLength + this.values.byteLength + this.length * 8
  }

  endRow(): void {
    this.rowEnds.put(this.keys.length)
  }

  putDefaults(count: number): void {
    this.rowEnds.putRun(this.keys.length, count)
  }

  /**
   * The element of a row that has a key, the last where several have; -1 when none has.
   * @param key its index among the keys.
   */
  elementOf(row: number, key: number): number {
    const start = this.rowEnds.startOf(row)
    for (let element = this.rowEnds.endOf(row) - 1; element >= start; element--) {
      if (this.keys.indexAt(element) === key) return element
    }
    return -1
  }

  valueAt(element: number): T {
    return this.#read(this.values, element)
  }

  truncate(length: number): void {
    const elements = this.rowEnds.truncate(length)
    this.keys.truncate(elements)
    this.values.truncate(elements)
  }

  clear(): void {
    this.rowEnds.clear()
    this.keys.clear()
    this.values.clear()
  }

  writePrefix(writer: ByteWriter): void {
    this.keys.writePrefix(writer)
    this.values.writePrefix(writer)
  }

  /** A map is written as an array of tuples: all offsets, then all keys, then all values. */
  writeValues(writer: ByteWriter): void {
    this.rowEnds.write(writer)
    this.keys.writeValues(writer)
    this.values.writeValues(writer)
  }
}
