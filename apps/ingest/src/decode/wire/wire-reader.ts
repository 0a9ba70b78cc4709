import { ByteSource } from '../../columns/copy-bytes.ts'
import { wireType } from '../protobuf/message-descriptor.ts'
import { unusualShape } from './unusual-shape.ts'

const nothing = new ByteSource(Buffer.alloc(0))

/**
 * Reads protobuf in place. Whoever uses it keeps to one rule: read a message while `position` is below its end, then `leave(end)`.
 * Nothing is read beyond `limit`. What the generic decoder might read otherwise (tags and lengths of five bytes and more, groups,
 * what is cut) throws `unusualShape`, and the other decoder judges.
 */
export class WireReader {
  source = nothing
  bytes = nothing.bytes
  position = 0
  limit = 0
  /** The halves of the last 64-bit number as signed 32-bit integers, which V8 keeps without allocating: `>>> 0` them for values. */
  low = 0
  high = 0

  /** Reads from here on these bytes, from `start` up to `end`. */
  open(bytes: Uint8Array, start: number, end: number): void {
    // One class of bytes for all that compares and copies them: code that meets two is twice as slow.
    this.#openSource(
      new ByteSource(Buffer.isBuffer(bytes) ? bytes : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)),
      start,
      end,
    )
  }

  /** Lets go of the bytes: the body of a request may be large, and the next one may be long in coming. */
  close(): void {
    this.#openSource(nothing, 0, 0)
  }

  #openSource(source: ByteSource, start: number, end: number): void {
    this.source = source
    this.bytes = source.bytes
    this.position = start
    this.limit = end
  }

  /** A tag, or a 32-bit varint of at most 28 bits; nobody sends longer ones. */
  varint(): number {
    const { position } = this
    if (position >= this.limit) throw unusualShape
    const byte = this.bytes[position] as number
    if (byte >= 0x80) return this.#longVarint()
    this.position = position + 1
    return byte
  }

  /** Reads a length and returns where the field ends, which is within `limit`. */
  fieldEnd(): number {
    const end = this.varint() + this.position
    if (end > this.limit) throw unusualShape
    return end
  }

  /** Ends a message or a packed field that had to end here. */
  leave(end: number): void {
    if (this.position !== end) throw unusualShape
  }

  /** A 64-bit varint, or a 32-bit one of any length, into `low` and `high`. */
  varint64(): void {
    const { bytes, limit } = this
    let position = this.position
    let low = 0
    let high = 0
    for (let shift = 0; ; shift += 7) {
      if (position >= limit) throw unusualShape
      const byte = bytes[position++] as number
      const bits = byte & 0x7f
      if (shift < 28) low |= bits << shift
      else if (shift === 28) {
        low |= bits << 28
        high = bits >>> 4
      } else if (shift < 63) high |= bits << (shift - 32)
      else if (byte > 1) throw unusualShape
      else high |= bits << 31
      if (byte < 0x80) break
    }
    this.position = position
    this.low = low
    this.high = high
  }

  fixed64(): void {
    const { bytes, position } = this
    if (position + 8 > this.limit) throw unusualShape
    this.low = int32At(bytes, position)
    this.high = int32At(bytes, position + 4)
    this.position = position + 8
  }

  /** Unsigned. */
  fixed32(): number {
    const { position } = this
    if (position + 4 > this.limit) throw unusualShape
    this.position = position + 4
    return int32At(this.bytes, position) >>> 0
  }

  /** The text of bytes that are known to be UTF-8. */
  text(start: number, end: number): string {
    return this.bytes.toString('utf8', start, end)
  }

  /** Passes over a field we do not know, whose tag was read. A field number of 0 is no field. */
  skip(tag: number): void {
    if (tag < 8) throw unusualShape
    const wire = tag & 7
    if (wire === wireType.lengthDelimited) this.position = this.fieldEnd()
    else if (wire === wireType.varint) this.varint64()
    else if (wire === wireType.fixed64) this.fixed64()
    else if (wire === wireType.fixed32) this.fixed32()
    else throw unusualShape
  }

  #longVarint(): number {
    const { bytes, limit } = this
    let position = this.position
    let value = 0
    for (let shift = 0; shift <= 21; shift += 7) {
      if (position >= limit) break
      const byte = bytes[position++] as number
      value |= (byte & 0x7f) << shift
      if (byte >= 0x80) continue
      this.position = position
      return value
    }
    throw unusualShape
  }
}

function int32At(bytes: Uint8Array, at: number): number {
  return (
    (bytes[at] as number) |
    ((bytes[at + 1] as number) << 8) |
    ((bytes[at + 2] as number) << 16) |
    ((bytes[at + 3] as number) << 24)
  )
}
