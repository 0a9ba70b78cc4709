/**
 * Reads what `ByteWriter` writes, in order.
 * @throws {RangeError} past the end.
 */
export interface ByteReader {
  readonly position: number
  readonly isAtEnd: boolean
  varint(): number
  uint8(): number
  uint16(): number
  uint32(): number
  uint64(): bigint
  /** A count or an offset, below 2^53. */
  count64(): number
  float64(): number
  hex(bytes: number): string
  string(): string
  /** Passes over `size` bytes: many values of one width are faster read at once. */
  view(size: number): DataView
}

export function createByteReader(bytes: Buffer): ByteReader {
  let position = 0

  /** Where the next `size` bytes begin. */
  function pass(size: number): number {
    const start = position
    if (size < 0 || start + size > bytes.length) throw new RangeError(`expected ${size} more bytes at ${start}`)
    position += size
    return start
  }
  function varint(): number {
    let value = 0
    for (let factor = 1; ; factor *= 0x80) {
      const byte = bytes.readUInt8(pass(1))
      value += (byte & 0x7f) * factor
      if (byte < 0x80) return value
      if (factor > Number.MAX_SAFE_INTEGER) throw new RangeError(`expected a number below 2^53 at ${position}`)
    }
  }
  function view(size: number): DataView {
    return new DataView(bytes.buffer, bytes.byteOffset + pass(size), size)
  }
  function text(encoding: 'hex' | 'utf8', size: number): string {
    const start = pass(size)
    return bytes.toString(encoding, start, start + size)
  }
  return {
    get position() {
      return position
    },
    get isAtEnd() {
      return position >= bytes.length
    },
    varint,
    uint8: () => bytes.readUInt8(pass(1)),
    uint16: () => bytes.readUInt16LE(pass(2)),
    uint32: () => bytes.readUInt32LE(pass(4)),
    uint64: () => bytes.readBigUInt64LE(pass(8)),
    count64: () => Number(bytes.readBigUInt64LE(pass(8))),
    float64: () => bytes.readDoubleLE(pass(8)),
    hex: (size) => text('hex', size),
    string() {
      const size = varint()
      return size === 0 ? '' : text('utf8', size)
    },
    view,
  }
}
