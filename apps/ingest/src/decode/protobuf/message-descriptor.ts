/** The wire types of protobuf that proto3 uses. */
export const wireType = { varint: 0, fixed64: 1, lengthDelimited: 2, fixed32: 5 } as const

/** How a scalar stands on the wire. 64-bit integers become bigint, enumerations are `int32`. */
export type ScalarType =
  | 'string'
  | 'bytes'
  | 'bool'
  | 'int32'
  | 'uint32'
  | 'sint32'
  | 'fixed32'
  | 'int64'
  | 'uint64'
  | 'fixed64'
  | 'sfixed64'
  | 'double'

export interface FieldDescriptor {
  /** The JSON name, so that the decoded object has the shape of OTLP/JSON. */
  name: string
  /** `record`: a message that is left as its bytes, to be decoded when its turn comes. */
  type: ScalarType | MessageDescriptor | 'record'
  isRepeated: boolean
  /** The names of the other fields of the same `oneof`: setting this one unsets them. */
  oneofSiblings: readonly string[]
}

/** Fields by their number. */
export interface MessageDescriptor {
  fields: FieldDescriptor[]
}

type FieldType = FieldDescriptor['type']
type FieldSpecification = FieldType | readonly [FieldType]

/**
 * Describes a message: field numbers to `[name, type]`; a type in brackets is repeated.
 * Names of one `oneof` are listed in `oneof`. A message may refer to itself through `extend`.
 */
export function message(
  fields: Record<number, readonly [name: string, type: FieldSpecification]>,
  oneof: readonly string[] = [],
): MessageDescriptor {
  return extend({ fields: [] }, fields, oneof)
}

export function extend(
  descriptor: MessageDescriptor,
  fields: Record<number, readonly [name: string, type: FieldSpecification]>,
  oneof: readonly string[] = [],
): MessageDescriptor {
  for (const [number, [name, type]] of Object.entries(fields)) {
    descriptor.fields[Number(number)] = {
      name,
      type: isRepeated(type) ? type[0] : type,
      isRepeated: isRepeated(type),
      oneofSiblings: oneof.includes(name) ? oneof.filter((sibling) => sibling !== name) : [],
    }
  }
  return descriptor
}

function isRepeated(type: FieldSpecification): type is readonly [FieldType] {
  return Array.isArray(type)
}

/** How the values of each type stand on the wire. */
export const wireTypeOf: Record<ScalarType, number> = {
  string: wireType.lengthDelimited,
  bytes: wireType.lengthDelimited,
  bool: wireType.varint,
  int32: wireType.varint,
  uint32: wireType.varint,
  sint32: wireType.varint,
  fixed32: wireType.fixed32,
  int64: wireType.varint,
  uint64: wireType.varint,
  fixed64: wireType.fixed64,
  sfixed64: wireType.fixed64,
  double: wireType.fixed64,
}
