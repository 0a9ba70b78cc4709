import type { ByteWriter } from '../native/byte-writer.ts'
import { type Column, capacityAfterUse } from './column.ts'
import { ByteSource, copyBytes } from './copy-bytes.ts'

const hexDigits = '0123456789abcdef'
const notADigit = 255
const digitOf = new Uint8Array(256).fill(notADigit)
for (let digit = 0; digit < 16; digit++) {
  digitOf[hexDigits.charCodeAt(digit)] = digit
  digitOf[hexDigits.toUpperCase().charCodeAt(digit)] = digit
}

/**
 * Values of `size` bytes each: numbers, times, ids. Each `put…` adds one value and must be that of the column's width.
 * Numbers are little-endian and wrap to their width, so that signed and unsigned ones share their methods.
 */
export class FixedColumn implements Column {
  readonly size: number
  #source: ByteSource
  #bytes: Buffer
  #view: DataView
  #used = 0

  constructor(size: number) {
    this.size = size
    this.#source = new ByteSource(Buffer.allocUnsafeSlow(size * 16))
    this.#bytes = this.#source.bytes
    this.#view = this.#source.view
  }

  get length(): number {
    return this.#used / this.size
  }

  get byteLength(): number {
    return this.#used
  }

  putUint8(value: number): void {
    if (this.#used === this.#bytes.length) this.#grow()
    this.#bytes[this.#used] = value
    this.#used += 1
  }

  putUint16(value: number): void {
    if (this.#used === this.#bytes.length) this.#grow()
    this.#view.setUint16(this.#used, value, true)
    this.#used += 2
  }

  putUint32(value: number): void {
    if (this.#used === this.#bytes.length) this.#grow()
    this.#view.setUint32(this.#used, value, true)
    this.#used += 4
  }

  /** The two halves of a 64-bit number, each as uint32 or int32. */
  putUint64(low: number, high: number): void {
    if (this.#used === this.#bytes.length) this.#grow()
    this.#view.setUint32(this.#used, low, true)
    this.#view.setUint32(this.#used + 4, high, true)
    this.#used += 8
  }

  putBigUint64(value: bigint): void {
    if (this.#used === this.#bytes.length) this.#grow()
    this.#view.setBigUint64(this.#used, value, true)
    this.#used += 8
  }

  putFloat64(value: number): void {
    if (this.#used === this.#bytes.length) this.#grow()
    this.#view.setFloat64(this.#used, value, true)
    this.#used += 8
  }

  /** The `size` bytes of `source` from `start` on. */
  putBytes(source: ByteSource, start: number): void {
    if (this.#used === this.#bytes.length) this.#grow()
    copyBytes(this.#source, this.#used, source, start, start + this.size)
    this.#used += this.size
  }

  /** The values that stand in `source[start, end)`, one behind the other: any number of them. */
  putRun(source: ByteSource, start: number, end: number): void {
    if (end === start) return
    while (this.#used + end - start > this.#bytes.length) this.#grow()
    copyBytes(this.#source, this.#used, source, start, end)
    this.#used += end - start
  }

  putZeros(): void {
    if (this.#used === this.#bytes.length) this.#grow()
    const bytes = this.#bytes
    const end = this.#used + this.size
    // A call into the runtime costs more than the few bytes of a value.
    for (let at = this.#used; at < end; at++) bytes[at] = 0
    this.#used = end
  }

  putDefaults(count: number): void {
    const end = this.#used + count * this.size
    while (end > this.#bytes.length) this.#grow()
    this.#bytes.fill(0, this.#used, end)
    this.#used = end
  }

  /**
   * The bytes that `2 × size` hex digits stand for.
   * @throws {RangeError} for any other text; nothing is added then.
   */
  putHex(hex: string): void {
    const { size } = this
    if (hex.length !== size * 2) throw new RangeError(`expected ${size * 2} hex digits, got ${hex.length} characters`)
    if (this.#used === this.#bytes.length) this.#grow()
    for (let index = 0; index < size; index++) {
      const high = digitOf[hex.charCodeAt(index * 2)] ?? notADigit
      const low = digitOf[hex.charCodeAt(index * 2 + 1)] ?? notADigit
      if ((high | low) > 15) throw new RangeError('not a hex digit')
      this.#bytes[this.#used + index] = (high << 4) | low
    }
    this.#used += size
  }

  uint8At(row: number): number {
    return this.#view.getUint8(this.#at(row))
  }

  int8At(row: number): number {
    return this.#view.getInt8(this.#at(row))
  }

  uint16At(row: number): number {
    return this.#view.getUint16(this.#at(row), true)
  }

  uint32At(row: number): number {
    return this.#view.getUint32(this.#at(row), true)
  }

  int32At(row: number): number {
    return this.#view.getInt32(this.#at(row), true)
  }

  bigUint64At(row: number): bigint {
    return this.#view.getBigUint64(this.#at(row), true)
  }

  bigInt64At(row: number): bigint {
    return this.#view.getBigInt64(this.#at(row), true)
  }

  float64At(row: number): number {
    return this.#view.getFloat64(this.#at(row), true)
  }

  /** The value as lower-case hex. */
  hexAt(row: number): string {
    const start = this.#at(row)
    return this.#bytes.toString('hex', start, start + this.size)
  }

  truncate(length: number): void {
    this.#used = Math.min(this.#used, length * this.size)
  }

  clear(): void {
    const capacity = capacityAfterUse(this.#bytes.length, this.#used)
    this.#used = 0
    if (capacity < this.#bytes.length) this.#allocate(capacity)
  }

  writePrefix(): void {
    // Values of one width have no state.
  }

  writeValues(writer: ByteWriter): void {
    writer.writeRange(this.#bytes, 0, this.#used)
  }

  #at(row: number): number {
    const at = row * this.size
    if (at >= this.#used) throw new RangeError(`row ${row} is not there`)
    return at
  }

  #grow(): void {
    const old = this.#bytes
    this.#allocate(old.length * 2)
    old.copy(this.#bytes, 0, 0, this.#used)
  }

  #allocate(capacity: number): void {
    this.#source = new ByteSource(Buffer.allocUnsafeSlow(capacity - (capacity % this.size)))
    this.#bytes = this.#source.bytes
    this.#view = this.#source.view
  }
}
