import type { ProtobufWriter } from './protobuf-writer.ts'

const int64Limit = 2 ** 63

/** Writes attributes as repeated `KeyValue` under a field of the message that is being written. */
export function writeAttributes(writer: ProtobufWriter, field: number, attributes: object): void {
  const values = attributes as Record<string, unknown>
  for (const key of Object.keys(values)) writeKeyValue(writer, field, key, values[key])
}

function writeKeyValue(writer: ProtobufWriter, field: number, key: string, value: unknown): void {
  const start = writer.begin(field)
  writer.string(1, key)
  const isLong = typeof value === 'string' && value.length > 120
  const valueLength = isLong ? 2 : 1
  const valueStart = writer.begin(2, valueLength)
  writeAnyValue(writer, value)
  writer.end(valueStart, valueLength)
  writer.end(start)
}

/** Writes the one field of an `AnyValue`; nothing for what has no place in it (functions, `undefined`, `null`). */
export function writeAnyValue(writer: ProtobufWriter, value: unknown): void {
  if (typeof value === 'string') writer.string(1, value)
  else if (typeof value === 'boolean') writer.bool(2, value)
  else if (typeof value === 'number') writeNumber(writer, value)
  else if (typeof value === 'object' && value !== null) writeNested(writer, value)
}

function writeNumber(writer: ProtobufWriter, value: number): void {
  if (Number.isInteger(value) && value >= -int64Limit && value < int64Limit) writer.int64(3, value)
  else writer.double(4, value)
}

function writeNested(writer: ProtobufWriter, value: object): void {
  if (value instanceof Uint8Array) {
    writer.bytes(7, value)
    return
  }
  const isArray = Array.isArray(value)
  const start = writer.begin(isArray ? 5 : 6)
  if (isArray) {
    for (const item of value as unknown[]) {
      const itemStart = writer.begin(1)
      writeAnyValue(writer, item)
      writer.end(itemStart)
    }
  } else writeAttributes(writer, 1, value)
  writer.end(start)
}
