import protobuf from 'protobufjs/minimal.js'
import { UndecodableError } from '../undecodable-error.ts'
import {
  type FieldDescriptor,
  type MessageDescriptor,
  type ScalarType,
  wireType,
  wireTypeOf,
} from './message-descriptor.ts'

/** Messages and list elements that one call may make: a request of empty messages would otherwise grow fiftyfold in memory. */
const elementsMax = 1_000_000

// Values nest 32 levels at most and take up to three messages a level. What lies deeper stays bytes; validation refuses the record.
const depthMax = 128

type Target = Record<string, unknown>

interface Decoding {
  reader: protobuf.Reader
  elements: number
}

/** What protobufjs gives for a 64-bit varint when `long` is installed, which it is: it depends on it. */
interface Halves {
  low: number
  high: number
}

function joinHalves(low: number, high: number): bigint {
  return high === 0 ? BigInt(low >>> 0) : (BigInt(high) << 32n) | BigInt(low >>> 0)
}

function readFixed64(reader: protobuf.Reader): bigint {
  const low = reader.fixed32()
  return joinHalves(low, reader.fixed32())
}

const readScalar: Record<ScalarType, (reader: protobuf.Reader) => unknown> = {
  string: (reader) => reader.string(),
  bytes: (reader) => reader.bytes(),
  bool: (reader) => reader.bool(),
  int32: (reader) => reader.int32(),
  uint32: (reader) => reader.uint32(),
  sint32: (reader) => reader.sint32(),
  fixed32: (reader) => reader.fixed32(),
  int64: (reader) => {
    const { low, high } = reader.int64() as unknown as Halves
    return BigInt.asIntN(64, joinHalves(low, high))
  },
  uint64: (reader) => {
    const { low, high } = reader.uint64() as unknown as Halves
    return BigInt.asUintN(64, joinHalves(low, high))
  },
  fixed64: readFixed64,
  sfixed64: (reader) => BigInt.asIntN(64, readFixed64(reader)),
  double: (reader) => {
    const value = reader.double()
    // Of the many bit patterns of NaN one is stored: which one is otherwise left to the runtime.
    return Number.isNaN(value) ? Number.NaN : value
  },
}

/**
 * Decodes one message into an object of OTLP/JSON's field names: ids and bytes as Uint8Array (views of `bytes`), 64-bit integers as bigint.
 * Unknown fields, and known ones of another wire type, are skipped, as protobuf demands. Broken UTF-8 becomes U+FFFD.
 * @throws {UndecodableError} for bytes that are not a message, and above a million elements.
 */
export function decodeMessage(descriptor: MessageDescriptor, bytes: Uint8Array): Record<string, unknown> {
  const reader = protobuf.Reader.create(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength))
  const target: Target = {}
  try {
    readFields({ reader, elements: 0 }, descriptor, target, 0)
  } catch (error) {
    if (error instanceof UndecodableError) throw error
    throw new UndecodableError('the body is not a valid protobuf message of this signal', { cause: error })
  }
  return target
}

function readFields(decoding: Decoding, descriptor: MessageDescriptor, target: Target, depth: number): void {
  const { reader } = decoding
  while (reader.pos < reader.len) {
    const tag = reader.tag()
    if (tag >>> 3 === 0) throw new UndecodableError('the body is not a valid protobuf message: field number 0')
    const field = descriptor.fields[tag >>> 3]
    if (field === undefined || !readField(decoding, field, tag & 7, target, depth)) skipField(reader, tag & 7)
  }
}

/** False for a wire type that is not the field's. */
function readField(decoding: Decoding, field: FieldDescriptor, wire: number, target: Target, depth: number): boolean {
  const { type } = field
  if (typeof type === 'object') {
    if (wire !== wireType.lengthDelimited) return false
    readSubMessage(decoding, field, type, target, depth)
    return true
  }
  const scalar = type === 'record' ? 'bytes' : type
  const expected = wireTypeOf[scalar]
  if (wire === expected) {
    store(decoding, field, target, readScalar[scalar](decoding.reader))
    return true
  }
  if (!field.isRepeated || wire !== wireType.lengthDelimited) return false
  const { reader } = decoding
  const outerEnd = enter(reader)
  while (reader.pos < reader.len) store(decoding, field, target, readScalar[scalar](reader))
  leave(reader, outerEnd)
  return true
}

function readSubMessage(
  decoding: Decoding,
  field: FieldDescriptor,
  descriptor: MessageDescriptor,
  target: Target,
  depth: number,
): void {
  if (depth >= depthMax) {
    store(decoding, field, target, decoding.reader.bytes())
    return
  }
  // A second occurrence of a message that is not repeated is merged into the first.
  const existing = field.isRepeated ? undefined : target[field.name]
  const message = (existing ?? {}) as Target
  const outerEnd = enter(decoding.reader)
  readFields(decoding, descriptor, message, depth + 1)
  leave(decoding.reader, outerEnd)
  store(decoding, field, target, message)
}

// The reader's own bounds checks then hold for the part, not only for the whole.
function enter(reader: protobuf.Reader): number {
  const length = reader.uint32()
  const outerEnd = reader.len
  if (reader.pos + length > outerEnd) throw new UndecodableError('the body ends inside a protobuf field')
  reader.len = reader.pos + length
  return outerEnd
}

function leave(reader: protobuf.Reader, outerEnd: number): void {
  if (reader.pos !== reader.len) {
    throw new UndecodableError('the body is not a valid protobuf message: a field overruns its length')
  }
  reader.len = outerEnd
}

function store(decoding: Decoding, field: FieldDescriptor, target: Target, value: unknown): void {
  if (field.isRepeated || typeof field.type === 'object') decoding.elements += 1
  if (decoding.elements > elementsMax) {
    throw new UndecodableError(`the body has a message of more than ${elementsMax} elements; send smaller batches`)
  }
  if (!field.isRepeated) {
    // Deleting makes an object slow for good, so only what is there is deleted.
    for (const sibling of field.oneofSiblings) if (target[sibling] !== undefined) delete target[sibling]
    target[field.name] = value
    return
  }
  const list = target[field.name] as unknown[] | undefined
  if (list) list.push(value)
  else target[field.name] = [value]
}

function skipField(reader: protobuf.Reader, wire: number): void {
  if (wire === wireType.varint) reader.skip()
  else if (wire === wireType.fixed64) reader.skip(8)
  else if (wire === wireType.lengthDelimited) reader.skip(reader.uint32())
  else if (wire === wireType.fixed32) reader.skip(4)
  else throw new UndecodableError(`the body is not a valid protobuf message: wire type ${wire}`)
}
