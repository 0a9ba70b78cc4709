import type { ByteWriter } from '../native/byte-writer.ts'
import type { Column } from './column.ts'
import type { ByteSource } from './copy-bytes.ts'
import { StringBytes } from './string-bytes.ts'

/** Texts as UTF-8. Bytes are taken as they are: whoever puts them has checked them. */
export class StringColumn implements Column {
  readonly #strings = new StringBytes()

  get length(): number {
    return this.#strings.length
  }

  get byteLength(): number {
    return this.#strings.byteLength
  }

  putBytes(source: ByteSource, start: number, end: number): void {
    this.#strings.append(source, start, end)
  }

  /** A lone surrogate becomes U+FFFD. */
  putText(text: string): void {
    this.#strings.appendText(text)
  }

  putEmpty(): void {
    this.#strings.appendEmpty()
  }

  putDefaults(count: number): void {
    this.#strings.appendEmptyRun(count)
  }

  textAt(row: number): string {
    return this.#strings.textAt(row)
  }

  truncate(length: number): void {
    this.#strings.truncate(length)
  }

  clear(): void {
    this.#strings.clear()
  }

  writePrefix(): void {
    // Strings have no state.
  }

  writeValues(writer: ByteWriter): void {
    this.#strings.writeAll(writer)
  }
}
