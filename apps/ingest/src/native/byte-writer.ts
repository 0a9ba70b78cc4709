const hexDigit = new Uint8Array(256).fill(255)
for (let digit = 0; digit < 16; digit++) {
  hexDigit[digit.toString(16).charCodeAt(0)] = digit
  hexDigit[digit.toString(16).toUpperCase().charCodeAt(0)] = digit
}

/** Above this many UTF-16 units the call into the runtime's own encoder is cheaper than a loop. */
const asciiLoopMax = 48

/**
 * A buffer that grows while one block is written into it, and is kept for the next.
 * Numbers are little-endian and wrap to their width, as ClickHouse stores them.
 */
export class ByteWriter {
  length = 0
  #bytes: Buffer
  #view: DataView

  constructor(capacity = 64 * 1024) {
    this.#bytes = Buffer.allocUnsafeSlow(capacity)
    this.#view = new DataView(this.#bytes.buffer)
  }

  /** What was written so far. Valid until the next write: the memory is reused. */
  bytes(): Buffer {
    return this.#bytes.subarray(0, this.length)
  }

  /** Forgets what was written; gives memory above `capacityMax` back. */
  reset(capacityMax = 64 * 1024 * 1024): void {
    this.length = 0
    if (this.#bytes.length > capacityMax) this.#allocate(capacityMax)
  }

  /** Makes room for `count` more bytes, so that the `put…` methods below need no check of their own. */
  reserve(count: number): void {
    const needed = this.length + count
    if (needed <= this.#bytes.length) return
    const old = this.#bytes
    this.#allocate(Math.max(needed, old.length * 2))
    old.copy(this.#bytes, 0, 0, this.length)
  }

  /** Leaves `count` bytes to be filled in later with `setUint32`, and returns where they are. */
  skip(count: number): number {
    this.reserve(count)
    const start = this.length
    this.length += count
    return start
  }

  setUint32(at: number, value: number): void {
    this.#view.setUint32(at, value, true)
  }

  putUint8(value: number): void {
    this.#bytes[this.length++] = value
  }

  putUint16(value: number): void {
    this.#view.setUint16(this.length, value, true)
    this.length += 2
  }

  putUint32(value: number): void {
    this.#view.setUint32(this.length, value, true)
    this.length += 4
  }

  putUint64(value: bigint): void {
    this.#view.setBigUint64(this.length, value, true)
    this.length += 8
  }

  /** A count or an offset: a whole number below 2^53. */
  putCount64(value: number): void {
    this.#view.setUint32(this.length, value, true)
    this.#view.setUint32(this.length + 4, Math.floor(value / 0x1_0000_0000), true)
    this.length += 8
  }

  putFloat64(value: number): void {
    this.#view.setFloat64(this.length, value, true)
    this.length += 8
  }

  /** LEB128, as ClickHouse writes lengths and counts. */
  putVarint(value: number): void {
    let rest = value
    while (rest >= 0x80) {
      this.#bytes[this.length++] = (rest % 0x80) | 0x80
      rest = Math.floor(rest / 0x80)
    }
    this.#bytes[this.length++] = rest
  }

  /** The `size` bytes that `2 × size` hex digits stand for. */
  putHex(hex: string, size: number): void {
    if (hex.length !== size * 2) throw new RangeError(`expected ${size * 2} hex digits, got ${hex.length} characters`)
    for (let index = 0; index < hex.length; index += 2) {
      const high = hexDigit[hex.charCodeAt(index)] ?? 255
      const low = hexDigit[hex.charCodeAt(index + 1)] ?? 255
      if ((high | low) > 15) throw new RangeError('not a hex digit')
      this.#bytes[this.length++] = (high << 4) | low
    }
  }

  writeBytes(bytes: Buffer): void {
    this.reserve(bytes.length)
    bytes.copy(this.#bytes, this.length)
    this.length += bytes.length
  }

  /** The bytes `[start, end)` of `source`. */
  writeRange(source: Uint8Array, start: number, end: number): void {
    this.reserve(end - start)
    this.#bytes.set(source.subarray(start, end), this.length)
    this.length += end - start
  }

  /** Length and UTF-8. A lone surrogate becomes U+FFFD: ClickHouse's strings are bytes, our readers want UTF-8. */
  writeString(value: string): void {
    if (value.length <= asciiLoopMax && this.#writeShortAscii(value)) return
    const size = Buffer.byteLength(value)
    this.reserve(size + 10)
    this.putVarint(size)
    this.#bytes.write(value, this.length, size, 'utf8')
    this.length += size
  }

  #writeShortAscii(value: string): boolean {
    const start = this.length
    this.reserve(value.length + 1)
    this.#bytes[this.length++] = value.length
    for (let index = 0; index < value.length; index++) {
      const code = value.charCodeAt(index)
      if (code > 0x7f) {
        this.length = start
        return false
      }
      this.#bytes[this.length++] = code
    }
    return true
  }

  #allocate(capacity: number): void {
    this.#bytes = Buffer.allocUnsafeSlow(capacity)
    this.#view = new DataView(this.#bytes.buffer)
  }
}
