import { unusualShape } from './unusual-shape.ts'
import type { WireReader } from './wire-reader.ts'

/** What stands for a position that is not there. */
export const absent = -1

/** A number of an enumeration; one we do not know is 0, as protobuf keeps enumerations open. */
export function readEnumeration(reader: WireReader, max: number): number {
  reader.varint64()
  return reader.low >= 0 && reader.low <= max ? reader.low : 0
}

export function readUint32(reader: WireReader): number {
  reader.varint64()
  return reader.low >>> 0
}

/** Where an id of `size` bytes starts. @throws unusualShape for one of another length or of zeros. */
export function readId(reader: WireReader, size: number): number {
  const end = reader.fieldEnd()
  const start = reader.position
  if (end - start !== size || isZero(reader.bytes, start, end)) throw unusualShape
  reader.position = end
  return start
}

/** Where an id of `size` bytes starts; one of another length is absent. */
export function readLenientId(reader: WireReader, size: number): number {
  const end = reader.fieldEnd()
  const start = reader.position
  reader.position = end
  return end - start === size ? start : absent
}

function isZero(bytes: Uint8Array, start: number, end: number): boolean {
  for (let at = start; at < end; at++) if (bytes[at] !== 0) return false
  return true
}
