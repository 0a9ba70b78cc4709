import type { ByteWriter } from '../native/byte-writer.ts'
import type { Column } from './column.ts'
import { RowEnds } from './row-ends.ts'

/** Arrays: put the elements of one row, then `endRow`. */
export class ArrayColumn<E extends Column> implements Column {
  readonly elements: E
  readonly rowEnds = new RowEnds()

  constructor(elements: E) {
    this.elements = elements
  }

  get length(): number {
    return this.rowEnds.length
  }

  get byteLength(): number {
    return this.elements.byteLength + this.length * 8
  }

  endRow(): void {
    this.rowEnds.put(this.elements.length)
  }

  putDefaults(count: number): void {
    this.rowEnds.putRun(this.elements.length, count)
  }

  truncate(length: number): void {
    this.elements.truncate(this.rowEnds.truncate(length))
  }

  clear(): void {
    this.rowEnds.clear()
    this.elements.clear()
  }

  writePrefix(writer: ByteWriter): void {
    this.elements.writePrefix(writer)
  }

  writeValues(writer: ByteWriter): void {
    this.rowEnds.write(writer)
    this.elements.writeValues(writer)
  }
}
