import { z } from 'zod'
import { otlpLimits } from './limits.ts'
import { type Absent, readBoolean, readBytes, readDouble, readInt64, readText } from './scalar.ts'

/**
 * A value of an attribute or of a log's body, in the JavaScript type that keeps OTLP's type apart:
 * string, boolean, bigint (int), number (double), array, Map (key-value list), Uint8Array (bytes), null (empty).
 * @see https://opentelemetry.io/docs/specs/otel/common/#anyvalue
 */
export type AnyValue = string | boolean | bigint | number | null | Uint8Array | readonly AnyValue[] | KeyValues

/** Keys are unique; of duplicates the last is kept. */
export type KeyValues = ReadonlyMap<string, AnyValue>

/** As it stands in OTLP/JSON or comes from the protobuf decoder. At most one field is set; none is the empty value. */
export interface AnyValueInput {
  stringValue?: string | Absent
  boolValue?: boolean | Absent
  intValue?: bigint | string | number | Absent
  doubleValue?: number | string | Absent
  arrayValue?: { values?: readonly (AnyValueInput | Absent)[] | Absent } | Absent
  kvlistValue?: { values?: readonly (KeyValueInput | Absent)[] | Absent } | Absent
  bytesValue?: string | Uint8Array | Absent
}

export interface KeyValueInput {
  key?: string | Absent
  value?: AnyValueInput | Absent
}

/** Where the reader stands, and what it found wrong. */
interface Reading {
  path: PropertyKey[]
  issues: { message: string; path: PropertyKey[] }[]
}

const noKeyValues: KeyValues = new Map()

const scalarReaders = [
  ['stringValue', readText, 'must be a string'],
  ['intValue', readInt64, 'must be a 64-bit integer, in JSON best as a decimal string'],
  ['boolValue', readBoolean, 'must be true or false'],
  ['doubleValue', readDouble, 'must be a number, "NaN", "Infinity" or "-Infinity"'],
  ['bytesValue', readBytes, 'must be base64'],
] as const

function refuse(reading: Reading, message: string, ...path: PropertyKey[]): null {
  // The first mistake is what the sender is told; a list of thousands would only cost memory.
  if (reading.issues.length === 0) reading.issues.push({ message, path: [...reading.path, ...path] })
  return null
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

// Recursion by hand: zod has no bound on the depth of a recursive schema, and a nested value is the sender's to choose.
function readAnyValue(value: unknown, depth: number, reading: Reading): AnyValue {
  if (value === undefined || value === null) return null
  if (!isObject(value)) return refuse(reading, 'must be an object such as {"stringValue": "…"}')
  let result: AnyValue = null
  let fields = 0
  for (const [field, read, message] of scalarReaders) {
    const content = value[field]
    if (content === undefined || content === null) continue
    fields += 1
    result = read(content) ?? refuse(reading, message, field)
  }
  const { arrayValue, kvlistValue } = value
  if (isPresent(arrayValue) || isPresent(kvlistValue)) {
    if (depth >= otlpLimits.anyValueDepthMax) {
      return refuse(reading, `is nested deeper than ${otlpLimits.anyValueDepthMax} levels; send it as a string`)
    }
    fields += isPresent(arrayValue) && isPresent(kvlistValue) ? 2 : 1
    result = isPresent(arrayValue)
      ? readList(arrayValue, 'arrayValue', reading, (element) => readAnyValue(element, depth + 1, reading))
      : readKeyValueList(kvlistValue, depth, reading)
  }
  return fields > 1 ? refuse(reading, 'has more than one value; send one of stringValue, intValue, …') : result
}

function isPresent(value: unknown): boolean {
  return value !== undefined && value !== null
}

function readList<T>(
  list: unknown,
  field: string,
  reading: Reading,
  readElement: (element: unknown, index: number) => T,
): T[] {
  const values = isObject(list) ? (list.values ?? []) : undefined
  if (!Array.isArray(values)) {
    refuse(reading, 'must be an object such as {"values": […]}', field)
    return []
  }
  return values.map((element, index) => {
    reading.path.push(field, 'values', index)
    const result = readElement(element, index)
    reading.path.length -= 3
    return result
  })
}

function readKeyValueList(list: unknown, depth: number, reading: Reading): KeyValues {
  const result = new Map<string, AnyValue>()
  readList(list, 'kvlistValue', reading, (element) => {
    const { key, value } = isObject(element) ? element : {}
    const text = readText(key)
    reading.path.push('value')
    if (text === undefined) refuse(reading, 'must be a string', 'key')
    else result.set(text, readAnyValue(value, depth + 1, reading))
    reading.path.pop()
  })
  return result
}

function readAttribute(attribute: unknown, result: Map<string, AnyValue>, reading: Reading): void {
  if (!isObject(attribute)) {
    refuse(reading, 'must be an object such as {"key": "…", "value": {"stringValue": "…"}}')
    return
  }
  const key = readText(attribute.key)
  if (key === undefined || key === '') {
    refuse(reading, 'must be a string that is not empty', 'key')
  } else if (key.length > otlpLimits.attributeKeyLengthMax) {
    refuse(reading, `must have at most ${otlpLimits.attributeKeyLengthMax} characters`, 'key')
  } else {
    reading.path.push('value')
    result.set(key, readAnyValue(attribute.value, 0, reading))
    reading.path.pop()
  }
}

function readAttributes(value: unknown, reading: Reading): KeyValues {
  if (value === undefined || value === null) return noKeyValues
  if (!Array.isArray(value)) {
    refuse(reading, 'must be a list of {"key": …, "value": …}')
    return noKeyValues
  }
  if (value.length === 0) return noKeyValues
  if (value.length > otlpLimits.attributesMax) {
    refuse(reading, `must have at most ${otlpLimits.attributesMax} attributes`)
    return noKeyValues
  }
  const result = new Map<string, AnyValue>()
  for (const [index, attribute] of value.entries()) {
    reading.path.push(index)
    readAttribute(attribute, result, reading)
    reading.path.pop()
  }
  return result
}

function nested<Input, Output>(read: (value: unknown, reading: Reading) => Output): z.ZodTransform<Output, Input> {
  return z.transform<Input, Output>((value, context) => {
    const reading: Reading = { path: [], issues: [] }
    const output = read(value, reading)
    for (const { message, path } of reading.issues) context.issues.push({ code: 'custom', message, path, input: value })
    return output
  })
}

/** Any value, at most 32 levels deep. An empty or absent value is `null`. */
export const anyValueSchema = nested<AnyValueInput | Absent, AnyValue>((value, reading) =>
  readAnyValue(value, 0, reading),
)

/** Attributes: keys of 1 to 1 024 characters, at most 4 096 of them; of equal keys the last is kept. */
export const attributesSchema = nested<readonly KeyValueInput[] | Absent, KeyValues>(readAttributes)
