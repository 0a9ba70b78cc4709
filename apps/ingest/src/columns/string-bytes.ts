import type { ByteWriter } from '../native/byte-writer.ts'
import { capacityAfterUse } from './column.ts'
import { ByteSource, copyBytes, equalBytes } from './copy-bytes.ts'

/** A UTF-16 unit takes at most three bytes of UTF-8, so the length of a text below this fits one byte. */
const shortTextUnitsMax = 42

const varintBytesMax = 5

/**
 * Strings one behind the other, each as its length (LEB128) and its bytes, with the place of each.
 * Offsets are uint32: all strings together stay below 4 GiB.
 */
export class StringBytes {
  #source = new ByteSource(Buffer.allocUnsafeSlow(256))
  #bytes = this.#source.bytes
  #used = 0
  /** Where the content of each string starts. */
  #starts = new Uint32Array(16)
  /** Where the content of each string ends, which is where the next one's length begins. */
  #ends = new Uint32Array(16)
  #count = 0

  get length(): number {
    return this.#count
  }

  get byteLength(): number {
    return this.#used + this.#count * 8
  }

  append(source: ByteSource, start: number, end: number): void {
    const size = end - start
    if (this.#used + size + varintBytesMax > this.#bytes.length) this.#grow(size + varintBytesMax)
    const at = this.#putLength(size)
    copyBytes(this.#source, at, source, start, end)
    this.#end(at, at + size)
  }

  /** A lone surrogate becomes U+FFFD: ClickHouse's strings are bytes, our readers want UTF-8. */
  appendText(text: string): void {
    if (text.length > shortTextUnitsMax) {
      this.#appendLongText(text)
      return
    }
    if (this.#used + shortTextUnitsMax * 3 + 1 > this.#bytes.length) this.#grow(shortTextUnitsMax * 3 + 1)
    const bytes = this.#bytes
    const at = this.#used + 1
    for (let index = 0; index < text.length; index++) {
      const code = text.charCodeAt(index)
      if (code > 0x7f) {
        const size = bytes.write(text, at, 'utf8')
        bytes[this.#used] = size
        this.#end(at, at + size)
        return
      }
      bytes[at + index] = code
    }
    bytes[this.#used] = text.length
    this.#end(at, at + text.length)
  }

  appendEmpty(): void {
    if (this.#used === this.#bytes.length) this.#grow(1)
    this.#bytes[this.#used] = 0
    this.#end(this.#used + 1, this.#used + 1)
  }

  appendEmptyRun(count: number): void {
    for (let index = 0; index < count; index++) this.appendEmpty()
  }

  equals(index: number, source: ByteSource, start: number, end: number): boolean {
    const at = this.#starts[index] as number
    if ((this.#ends[index] as number) - at !== end - start) return false
    return equalBytes(this.#source, at, source, start, end)
  }

  textAt(index: number): string {
    if (index >= this.#count) throw new RangeError(`string ${index} is not there`)
    return this.#bytes.toString('utf8', this.#starts[index], this.#ends[index])
  }

  truncate(count: number): void {
    if (count >= this.#count) return
    this.#count = count
    this.#used = count === 0 ? 0 : (this.#ends[count - 1] as number)
  }

  clear(): void {
    const capacity = capacityAfterUse(this.#bytes.length, this.#used)
    const slots = capacityAfterUse(this.#ends.length, this.#count)
    this.#used = 0
    this.#count = 0
    if (capacity < this.#bytes.length) this.#allocate(capacity)
    if (slots >= this.#ends.length) return
    this.#starts = new Uint32Array(slots)
    this.#ends = new Uint32Array(slots)
  }

  writeAll(writer: ByteWriter): void {
    writer.writeRange(this.#bytes, 0, this.#used)
  }

  writeOne(writer: ByteWriter, index: number): void {
    const lengthAt = index === 0 ? 0 : (this.#ends[index - 1] as number)
    writer.writeRange(this.#bytes, lengthAt, this.#ends[index] as number)
  }

  #appendLongText(text: string): void {
    const size = Buffer.byteLength(text)
    if (this.#used + size + varintBytesMax > this.#bytes.length) this.#grow(size + varintBytesMax)
    const at = this.#putLength(size)
    this.#bytes.write(text, at, size, 'utf8')
    this.#end(at, at + size)
  }

  /** Writes a string's length and returns where its content starts. */
  #putLength(size: number): number {
    const bytes = this.#bytes
    let at = this.#used
    let rest = size
    while (rest >= 0x80) {
      bytes[at++] = (rest & 0x7f) | 0x80
      rest >>>= 7
    }
    bytes[at++] = rest
    return at
  }

  #end(start: number, end: number): void {
    if (this.#count === this.#ends.length) this.#growPlaces()
    this.#starts[this.#count] = start
    this.#ends[this.#count] = end
    this.#count += 1
    this.#used = end
  }

  #grow(count: number): void {
    const old = this.#bytes
    this.#allocate(Math.max(old.length * 2, this.#used + count))
    old.copy(this.#bytes, 0, 0, this.#used)
  }

  #allocate(capacity: number): void {
    this.#source = new ByteSource(Buffer.allocUnsafeSlow(capacity))
    this.#bytes = this.#source.bytes
  }

  #growPlaces(): void {
    const { length } = this.#ends
    const starts = new Uint32Array(length * 2)
    const ends = new Uint32Array(length * 2)
    starts.set(this.#starts)
    ends.set(this.#ends)
    this.#starts = starts
    this.#ends = ends
  }
}
