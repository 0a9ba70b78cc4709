import { attributeTypeCode, type LogRow, type RunningSpanRow, type SpanRow } from '@hanzo/schema/row'
import { readAttributeValue } from '../meaning/attribute-value.ts'
import type { AttributeTest } from '../meaning/condition.ts'
import type { Comparison } from '../syntax/search-node.ts'
import { isLike } from './match-text.ts'

/** Attributes as texts with the types of those that are not strings: those of a resource, scope, event or link. */
export interface TextAttributes {
  attributes: ReadonlyMap<string, string>
  attribute_types: ReadonlyMap<string, number>
}

export type TypedAttributeRow = Pick<
  SpanRow | RunningSpanRow | LogRow,
  | 'attributes_string'
  | 'attributes_unindexed'
  | 'attributes_json'
  | 'attributes_int'
  | 'attributes_double'
  | 'attributes_bool'
>

export function compares(a: bigint | number, comparison: Comparison | '=' | '!=', b: bigint | number): boolean {
  // Loose: 1n and 1 are the same number.
  // biome-ignore lint/suspicious/noDoubleEquals: integers and floats are compared by value
  if (comparison === '=') return a == b
  // biome-ignore lint/suspicious/noDoubleEquals: integers and floats are compared by value
  if (comparison === '!=') return a != b
  return comparison === '<' ? a < b : comparison === '<=' ? a <= b : comparison === '>' ? a > b : a >= b
}

/** What an attribute of a record is asked. */
export function typedAttributeMatcher(key: string, test: AttributeTest): (row: TypedAttributeRow) => boolean {
  if (test.test === 'exists') {
    return (row) =>
      row.attributes_string.has(key) ||
      row.attributes_unindexed.has(key) ||
      row.attributes_int.has(key) ||
      row.attributes_double.has(key) ||
      row.attributes_bool.has(key) ||
      row.attributes_json.has(key)
  }
  if (test.test === 'compare') {
    const { comparison, value } = test
    const passes = (given: bigint | number | undefined): boolean =>
      given !== undefined && compares(given, comparison, value)
    return (row) => passes(row.attributes_int.get(key)) || passes(row.attributes_double.get(key))
  }
  if (test.test === 'like') {
    const matches = isLike(test.parts)
    const passes = (text: string | undefined): boolean => text !== undefined && matches(text)
    return (row) =>
      passes(row.attributes_string.get(key)) ||
      passes(row.attributes_unindexed.get(key)) ||
      passes(row.attributes_json.get(key)) ||
      passes(row.attributes_int.get(key)?.toString())
  }
  const wanted = test.texts.map((text) => ({ text, ...readAttributeValue(text) }))
  return (row) =>
    wanted.some(
      ({ text, int, double, bool }) =>
        row.attributes_string.get(key) === text ||
        row.attributes_unindexed.get(key) === text ||
        row.attributes_json.get(key) === text ||
        (int !== undefined && row.attributes_int.get(key) === int) ||
        (double !== undefined && row.attributes_double.get(key) === double) ||
        (bool !== undefined && row.attributes_bool.get(key) === bool),
    )
}

const int64 = /^-?\d+$/

/** What an attribute of a resource, scope, event or link is asked. */
export function textAttributeMatcher(key: string, test: AttributeTest): (holder: TextAttributes) => boolean {
  if (test.test === 'exists') return ({ attributes }) => attributes.has(key)
  if (test.test === 'equals') {
    return ({ attributes }) => {
      const text = attributes.get(key)
      return text !== undefined && test.texts.includes(text)
    }
  }
  if (test.test === 'like') {
    const matches = isLike(test.parts)
    return ({ attributes }) => {
      const text = attributes.get(key)
      return text !== undefined && matches(text)
    }
  }
  return ({ attributes, attribute_types }) => {
    const text = attributes.get(key) ?? ''
    const type = attribute_types.get(key)
    if (type === attributeTypeCode.int) {
      return compares(int64.test(text) ? BigInt(text) : 0n, test.comparison, test.value)
    }
    return type === attributeTypeCode.double && compares(Number(text), test.comparison, test.value)
  }
}
