/** Up to this many characters a loop is faster than a call of the runtime's encoder. */
const loopCharactersMax = 48

/** Of a buffer that stays between requests; a larger one is let go. */
const keptBytesMax = 4 * 1024 * 1024

/** The wire types of protobuf, as far as OTLP has them. */
const varintType = 0
const fixed64Type = 1
const lengthType = 2
const fixed32Type = 5

/**
 * Writes protobuf messages one after the other into a buffer that grows and is used again.
 * Every method takes the number of the field; what is empty is the caller's to leave out.
 * @see https://protobuf.dev/programming-guides/encoding/
 */
export class ProtobufWriter {
  #bytes = new Uint8Array(64 * 1024)
  #view = new DataView(this.#bytes.buffer)
  readonly #encoder = new TextEncoder()
  #at = 0

  /** A copy of what was written; the writer starts anew. */
  finish(): Uint8Array<ArrayBuffer> {
    const written = this.#bytes.slice(0, this.#at)
    this.reset()
    return written
  }

  /** Forgets what was written. */
  reset(): void {
    this.#at = 0
    if (this.#bytes.length > keptBytesMax) this.#allocate(64 * 1024)
  }

  /**
   * Begins a message inside the one that is being written.
   * @param lengthBytes how many bytes its length will take, most likely: a wrong guess moves the message.
   * @returns what `end` takes.
   */
  begin(field: number, lengthBytes = 1): number {
    this.#reserve(12)
    this.#tag(field, lengthType)
    this.#at += lengthBytes
    return this.#at
  }

  end(start: number, lengthBytes = 1): void {
    const length = this.#at - start
    const needed = varintSize(length)
    if (needed !== lengthBytes) {
      this.#reserve(8)
      this.#bytes.copyWithin(start + needed - lengthBytes, start, this.#at)
    }
    const end = this.#at + needed - lengthBytes
    this.#at = start - lengthBytes
    this.#varint(length)
    this.#at = end
  }

  string(field: number, value: string): void {
    const { length } = value
    // Three bytes a UTF-16 unit at most.
    this.#reserve(length * 3 + 24)
    this.#tag(field, lengthType)
    if (length <= loopCharactersMax && this.#ascii(value)) return
    const lengthAt = this.#at
    const guess = varintSize(length)
    const start = lengthAt + guess
    const { written } = this.#encoder.encodeInto(value, this.#bytes.subarray(start))
    const needed = varintSize(written)
    if (needed !== guess) this.#bytes.copyWithin(lengthAt + needed, start, start + written)
    this.#varint(written)
    this.#at += written
  }

  bytes(field: number, value: Uint8Array): void {
    this.#reserve(value.length + 24)
    this.#tag(field, lengthType)
    this.#varint(value.length)
    this.#bytes.set(value, this.#at)
    this.#at += value.length
  }

  /** The bytes that hex digits stand for; a trace or span id. */
  hex(field: number, digits: string): void {
    const size = digits.length >> 1
    this.#reserve(size + 24)
    this.#tag(field, lengthType)
    this.#varint(size)
    for (let index = 0; index < size; index++) {
      const high = nibble(digits.charCodeAt(index * 2))
      this.#bytes[this.#at++] = (high << 4) | nibble(digits.charCodeAt(index * 2 + 1))
    }
  }

  /** A count or an enumeration's number: not negative. */
  uint(field: number, value: number): void {
    this.#reserve(24)
    this.#tag(field, varintType)
    this.#varint(value)
  }

  bool(field: number, value: boolean): void {
    this.uint(field, value ? 1 : 0)
  }

  /** A whole number within 64 bits; negative ones take ten bytes. */
  int64(field: number, value: number): void {
    this.#reserve(24)
    this.#tag(field, varintType)
    if (value >= 0 && value <= Number.MAX_SAFE_INTEGER) this.#varint(value)
    else this.#bigVarint(BigInt.asUintN(64, BigInt(value)))
  }

  double(field: number, value: number): void {
    this.#reserve(16)
    this.#tag(field, fixed64Type)
    this.#view.setFloat64(this.#at, value, true)
    this.#at += 8
  }

  fixed32(field: number, value: number): void {
    this.#reserve(16)
    this.#tag(field, fixed32Type)
    this.#view.setUint32(this.#at, value, true)
    this.#at += 4
  }

  /** Nanoseconds since 1970 of OpenTelemetry's pair of seconds and nanoseconds. */
  time(field: number, [seconds, nanoseconds]: readonly [number, number]): void {
    this.#reserve(16)
    this.#tag(field, fixed64Type)
    // seconds x 10^9 is beyond what a double holds; seconds x 5^9 is not, and the 2^9 that is left moves bits alone.
    const fifths = seconds * 1_953_125
    const low = (fifths % 0x80_0000) * 512 + nanoseconds
    this.#view.setUint32(this.#at, low, true)
    this.#view.setUint32(this.#at + 4, Math.floor(fifths / 0x80_0000) + (low >= 0x1_0000_0000 ? 1 : 0), true)
    this.#at += 8
  }

  #ascii(value: string): boolean {
    const start = this.#at
    const bytes = this.#bytes
    bytes[this.#at++] = value.length
    for (let index = 0; index < value.length; index++) {
      const code = value.charCodeAt(index)
      if (code > 0x7f) {
        this.#at = start
        return false
      }
      bytes[this.#at++] = code
    }
    return true
  }

  #tag(field: number, type: number): void {
    this.#varint(field * 8 + type)
  }

  #varint(value: number): void {
    let rest = value
    while (rest >= 0x80) {
      this.#bytes[this.#at++] = (rest % 0x80) | 0x80
      rest = Math.floor(rest / 0x80)
    }
    this.#bytes[this.#at++] = rest
  }

  #bigVarint(value: bigint): void {
    let rest = value
    while (rest >= 0x80n) {
      this.#bytes[this.#at++] = Number(rest & 0x7fn) | 0x80
      rest >>= 7n
    }
    this.#bytes[this.#at++] = Number(rest)
  }

  #reserve(count: number): void {
    const needed = this.#at + count
    if (needed <= this.#bytes.length) return
    const old = this.#bytes
    this.#allocate(Math.max(needed, old.length * 2))
    this.#bytes.set(old.subarray(0, this.#at))
  }

  #allocate(capacity: number): void {
    this.#bytes = new Uint8Array(capacity)
    this.#view = new DataView(this.#bytes.buffer)
  }
}

function varintSize(value: number): number {
  return value < 0x80 ? 1 : value < 0x4000 ? 2 : value < 0x20_0000 ? 3 : value < 0x1000_0000 ? 4 : 5
}

/** Of an ASCII hex digit in either case. */
function nibble(code: number): number {
  return code <= 57 ? code - 48 : (code | 32) - 87
}
