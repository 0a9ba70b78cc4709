import type { KeyValues } from '@hanzo/schema/otlp'
import { type attributeColumns, indexedValueBytesMax, type RowOf } from '@hanzo/schema/row'
import { jsonText, typedText } from './any-value-text.ts'

export type AttributeColumnValues = RowOf<typeof attributeColumns>

// Most rows leave most maps empty: they share these.
const noStrings: ReadonlyMap<string, string> = new Map()
const noIntegers: ReadonlyMap<string, bigint> = new Map()
const noNumbers: ReadonlyMap<string, number> = new Map()
const noBooleans: ReadonlyMap<string, boolean> = new Map()

/** Lays the attributes of a span or log record into one map per type. */
export function attributeColumnsOf(attributes: KeyValues): AttributeColumnValues {
  let indexed: Map<string, string> | undefined
  let unindexed: Map<string, string> | undefined
  let integers: Map<string, bigint> | undefined
  let doubles: Map<string, number> | undefined
  let booleans: Map<string, boolean> | undefined
  let json: Map<string, string> | undefined
  for (const [key, value] of attributes) {
    if (typeof value === 'string') {
      if (isIndexed(value)) indexed = put(indexed, key, value)
      else unindexed = put(unindexed, key, value)
    } else if (typeof value === 'bigint') integers = put(integers, key, value)
    else if (typeof value === 'number') doubles = put(doubles, key, value)
    else if (typeof value === 'boolean') booleans = put(booleans, key, value)
    else json = put(json, key, jsonText(value))
  }
  return {
    attributes_string: indexed ?? noStrings,
    attributes_unindexed: unindexed ?? noStrings,
    attributes_int: integers ?? noIntegers,
    attributes_double: doubles ?? noNumbers,
    attributes_bool: booleans ?? noBooleans,
    attributes_json: json ?? noStrings,
  }
}

function put<Value>(map: Map<string, Value> | undefined, key: string, value: Value): Map<string, Value> {
  return (map ?? new Map<string, Value>()).set(key, value)
}

function isIndexed(value: string): boolean {
  if (value.length > indexedValueBytesMax) return false
  // A UTF-16 unit takes at most three bytes.
  return value.length * 3 <= indexedValueBytesMax || Buffer.byteLength(value) <= indexedValueBytesMax
}

/** Attributes as texts, and beside them the types of those that are not strings. */
export interface TypedTexts {
  texts: ReadonlyMap<string, string>
  types: ReadonlyMap<string, number>
}

export function typedTextsOf(attributes: KeyValues): TypedTexts {
  if (attributes.size === 0) return { texts: noStrings, types: noNumbers }
  const texts = new Map<string, string>()
  let types: Map<string, number> | undefined
  for (const [key, value] of attributes) {
    const { text, type } = typedText(value)
    texts.set(key, text)
    if (type !== undefined) types = put(types, key, type)
  }
  return { texts, types: types ?? noNumbers }
}
