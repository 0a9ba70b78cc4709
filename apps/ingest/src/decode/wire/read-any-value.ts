import { type AnyValue, otlpLimits } from '@hanzo/schema/otlp'
import { jsonText } from '../any-value-text.ts'
import { doubleOf, int64Of } from './halves.ts'
import { unusualShape } from './unusual-shape.ts'
import { isWellFormedUtf8 } from './utf8.ts'
import type { WireReader } from './wire-reader.ts'

/** Tags of the fields of AnyValue. */
export const valueTag = {
  string: 0x0a,
  bool: 0x10,
  int: 0x18,
  double: 0x21,
  array: 0x2a,
  list: 0x32,
  bytes: 0x3a,
} as const

const keyTag = 0x0a
const keyValueTag = 0x12
/** Of both lists, ArrayValue and KeyValueList. */
const elementTag = 0x0a

/** The end of a text, which starts at `position`. @throws unusualShape for one that is not UTF-8, or so long that it is cut. */
export function textEnd(reader: WireReader): number {
  const end = reader.fieldEnd()
  const { source, position } = reader
  if (end - position > otlpLimits.textBytesMax || !isWellFormedUtf8(source, position, end)) throw unusualShape
  return end
}

/** A value as JSON. @throws unusualShape for one that is so long that it is cut. */
export function jsonTextOf(value: AnyValue): string {
  const text = jsonText(value)
  const isLong = text.length * 3 > otlpLimits.textBytesMax && Buffer.byteLength(text) > otlpLimits.textBytesMax
  if (isLong) throw unusualShape
  return text
}

function readText(reader: WireReader): string {
  const end = textEnd(reader)
  const text = reader.text(reader.position, end)
  reader.position = end
  return text
}

/** The value of an AnyValue that stands between `position` and `end`, as `anyValueSchema` gives it. */
export function readAnyValue(reader: WireReader, end: number, depth = 0): AnyValue {
  if (reader.position === end) return null
  const value = readContent(reader, reader.varint(), depth)
  // A second field would be another value of the oneof.
  reader.leave(end)
  return value
}

function readContent(reader: WireReader, tag: number, depth: number): AnyValue {
  switch (tag) {
    case valueTag.string:
      return readText(reader)
    case valueTag.bool:
      reader.varint64()
      return (reader.low | reader.high) !== 0
    case valueTag.int:
      reader.varint64()
      return int64Of(reader.low, reader.high)
    case valueTag.double:
      reader.fixed64()
      return doubleOf(reader.low, reader.high)
    case valueTag.bytes: {
      const end = reader.fieldEnd()
      const bytes = reader.bytes.subarray(reader.position, end)
      reader.position = end
      return bytes
    }
    case valueTag.array:
      return readArray(reader, reader.fieldEnd(), depth + 1)
    case valueTag.list:
      return readList(reader, reader.fieldEnd(), depth + 1)
    default:
      throw unusualShape
  }
}

function readArray(reader: WireReader, end: number, depth: number): AnyValue[] {
  if (depth > otlpLimits.anyValueDepthMax) throw unusualShape
  const values: AnyValue[] = []
  while (reader.position < end) {
    if (reader.varint() !== elementTag) throw unusualShape
    values.push(readAnyValue(reader, reader.fieldEnd(), depth))
  }
  reader.leave(end)
  return values
}

function readList(reader: WireReader, end: number, depth: number): Map<string, AnyValue> {
  if (depth > otlpLimits.anyValueDepthMax) throw unusualShape
  const values = new Map<string, AnyValue>()
  while (reader.position < end) {
    if (reader.varint() !== elementTag) throw unusualShape
    const elementEnd = reader.fieldEnd()
    if (reader.varint() !== keyTag) throw unusualShape
    const key = readText(reader)
    if (reader.position === elementEnd) values.set(key, null)
    else {
      if (reader.varint() !== keyValueTag) throw unusualShape
      values.set(key, readAnyValue(reader, reader.fieldEnd(), depth))
    }
    reader.leave(elementEnd)
  }
  reader.leave(end)
  return values
}
