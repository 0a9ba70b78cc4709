import type { AnyValue, KeyValues } from '@hanzo/schema/otlp'
import protobuf from 'protobufjs/minimal.js'
import {
  type FieldDescriptor,
  type MessageDescriptor,
  type ScalarType,
  wireType,
  wireTypeOf,
} from './message-descriptor.ts'
import { anyValueMessage } from './otlp-messages.ts'

type Fields = Record<string, unknown>

/** Fields of AnyValue by their number. */
const value = { string: 1, bool: 2, int: 3, double: 4, array: 5, keyValues: 6, bytes: 7 } as const

/**
 * Encodes what the schemas of OTLP give: the way back of `decodeMessage`. Ids are hex, attributes are maps, `null` is absent, and
 * `record` fields hold messages that are encoded already. What the schema refuses is not looked for.
 */
export function encodeMessage(descriptor: MessageDescriptor, message: object): Uint8Array {
  const writer = protobuf.Writer.create()
  writeFields(writer, descriptor, message as Fields)
  return writer.finish()
}

function writeFields(writer: protobuf.Writer, descriptor: MessageDescriptor, message: Fields): void {
  for (const [number, field] of descriptor.fields.entries()) {
    const content = field && message[field.name]
    if (content !== undefined && content !== null) writeField(writer, number, field as FieldDescriptor, content)
  }
}

function writeField(writer: protobuf.Writer, number: number, field: FieldDescriptor, content: unknown): void {
  const { type, isRepeated } = field
  if (type === anyValueMessage) {
    writeAnyValue(writer.uint32(tagOf(number, wireType.lengthDelimited)), content as AnyValue)
  } else if (content instanceof Map) writeKeyValues(writer, number, content)
  else if (typeof type === 'object') {
    for (const message of isRepeated ? (content as Fields[]) : [content as Fields]) {
      writer.uint32(tagOf(number, wireType.lengthDelimited)).fork()
      writeFields(writer, type, message)
      writer.ldelim()
    }
  } else if (type === 'record') {
    for (const record of content as Uint8Array[]) writer.uint32(tagOf(number, wireType.lengthDelimited)).bytes(record)
  } else if (isRepeated) writePacked(writer, number, type, content as unknown[])
  else if (content !== '') {
    writer.uint32(tagOf(number, wireTypeOf[type]))
    writeScalar(writer, type, content)
  }
}

function tagOf(number: number, wire: number): number {
  return (number << 3) | wire
}

function writePacked(writer: protobuf.Writer, number: number, type: ScalarType, list: readonly unknown[]): void {
  if (list.length === 0) return
  writer.uint32(tagOf(number, wireType.lengthDelimited)).fork()
  for (const element of list) writeScalar(writer, type, element)
  writer.ldelim()
}

function writeScalar(writer: protobuf.Writer, type: ScalarType, content: unknown): void {
  if (type === 'bytes')
    writer.bytes(typeof content === 'string' ? Buffer.from(content, 'hex') : (content as Uint8Array))
  else if (type === 'int64' || type === 'uint64') writeVarint64(writer, content as bigint)
  else if (type === 'fixed64' || type === 'sfixed64') {
    const [low, high] = halvesOf(content as bigint)
    writer.fixed32(low).fixed32(high)
  } else writer[type](content as never)
}

function halvesOf(integer: bigint): [low: number, high: number] {
  const unsigned = BigInt.asUintN(64, integer)
  return [Number(unsigned & 0xffff_ffffn), Number(unsigned >> 32n)]
}

/** The shape of Long, which is what the writer takes for integers beyond 2^53. */
function writeVarint64(writer: protobuf.Writer, integer: bigint): void {
  const [low, high] = halvesOf(integer)
  writer.uint64({ low: low | 0, high: high | 0, unsigned: true } as never)
}

function writeKeyValues(writer: protobuf.Writer, number: number, attributes: KeyValues): void {
  for (const [name, attribute] of attributes) {
    writer.uint32(tagOf(number, wireType.lengthDelimited)).fork()
    if (name !== '') writer.uint32(tagOf(1, wireType.lengthDelimited)).string(name)
    writeAnyValue(writer.uint32(tagOf(2, wireType.lengthDelimited)), attribute)
    writer.ldelim()
  }
}

/** Writes the length and the message. */
function writeAnyValue(writer: protobuf.Writer, content: AnyValue): void {
  writer.fork()
  if (typeof content === 'string') writer.uint32(tagOf(value.string, wireType.lengthDelimited)).string(content)
  else if (typeof content === 'boolean') writer.uint32(tagOf(value.bool, wireType.varint)).bool(content)
  else if (typeof content === 'bigint') writeVarint64(writer.uint32(tagOf(value.int, wireType.varint)), content)
  else if (typeof content === 'number') writer.uint32(tagOf(value.double, wireType.fixed64)).double(content)
  else if (content instanceof Uint8Array) writer.uint32(tagOf(value.bytes, wireType.lengthDelimited)).bytes(content)
  else if (content instanceof Map) {
    writer.uint32(tagOf(value.keyValues, wireType.lengthDelimited)).fork()
    writeKeyValues(writer, 1, content)
    writer.ldelim()
  } else if (content !== null) writeArray(writer, content as readonly AnyValue[])
  writer.ldelim()
}

function writeArray(writer: protobuf.Writer, elements: readonly AnyValue[]): void {
  writer.uint32(tagOf(value.array, wireType.lengthDelimited)).fork()
  for (const element of elements) writeAnyValue(writer.uint32(tagOf(1, wireType.lengthDelimited)), element)
  writer.ldelim()
}
