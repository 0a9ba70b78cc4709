import type { Attribute } from '@hanzo/schema/api'
import { attributeTypeCode } from '@hanzo/schema/row'
import { z } from 'zod'

const pairsOf = <V>(value: z.ZodType<V>) =>
  z.array(z.object({ keys: z.string(), values: value }).transform((pair): [string, V] => [pair.keys, pair.values as V]))

const denormal = z
  .enum(['nan', 'inf', '-inf'])
  .transform((text) =>
    text === 'nan' ? Number.NaN : text === 'inf' ? Number.POSITIVE_INFINITY : Number.NEGATIVE_INFINITY,
  )
/** A Float64 as our client asks for it: NaN and infinity are quoted. */
export const float64 = z.union([z.number(), denormal])
export const textMap = pairsOf(z.string())
export const typeMap = pairsOf(z.number().int())

/** The maps of a span or log record, as columns of a query and as the fields of its row. */
export const TYPED_ATTRIBUTES = `
  attributes_string, attributes_unindexed, attributes_int, attributes_double, attributes_bool, attributes_json`
export const typedAttributesRow = {
  attributes_string: textMap,
  attributes_unindexed: textMap,
  attributes_int: textMap,
  attributes_double: pairsOf(float64),
  attributes_bool: pairsOf(z.boolean()),
  attributes_json: textMap,
}

type Pairs<T> = Iterable<readonly [string, T]>

export interface TypedAttributes {
  attributes_string: Pairs<string>
  attributes_unindexed: Pairs<string>
  attributes_int: Pairs<string | bigint>
  attributes_double: Pairs<number>
  attributes_bool: Pairs<boolean>
  attributes_json: Pairs<string>
}

/** Puts the attributes of a span or log record together again, each with the type it was sent with, by key. */
export function typedAttributes(row: TypedAttributes): Attribute[] {
  const attributes: Attribute[] = []
  for (const [key, value] of row.attributes_string) attributes.push({ key, type: 'string', value })
  for (const [key, value] of row.attributes_unindexed) attributes.push({ key, type: 'string', value })
  for (const [key, value] of row.attributes_int) attributes.push({ key, type: 'int', value: String(value) })
  for (const [key, value] of row.attributes_double) attributes.push({ key, type: 'double', value: double(value) })
  for (const [key, value] of row.attributes_bool) attributes.push({ key, type: 'bool', value })
  for (const [key, value] of row.attributes_json) attributes.push({ key, type: 'json', value })
  return byKey(attributes)
}

/** The same for resources, scopes, events, links and series: a map of texts with the types of those that are not strings. */
export function textAttributes(attributes: Pairs<string>, types: Pairs<number>): Attribute[] {
  const codes = new Map(types)
  return byKey([...attributes].map(([key, text]) => textAttribute(key, text, codes.get(key))))
}

function textAttribute(key: string, text: string, code: number | undefined): Attribute {
  if (code === attributeTypeCode.int) return { key, type: 'int', value: text }
  if (code === attributeTypeCode.double) return { key, type: 'double', value: double(Number(text)) }
  if (code === attributeTypeCode.bool) return { key, type: 'bool', value: text === 'true' }
  if (code === attributeTypeCode.json) return { key, type: 'json', value: text }
  return { key, type: 'string', value: text }
}

function double(value: number): number | 'NaN' | 'Infinity' | '-Infinity' {
  if (Number.isNaN(value)) return 'NaN'
  if (Number.isFinite(value)) return value
  return value > 0 ? 'Infinity' : '-Infinity'
}

function byKey(attributes: Attribute[]): Attribute[] {
  return attributes.sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0))
}
