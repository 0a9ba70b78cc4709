import type { AnyValue } from '@hanzo/schema/otlp'
import { attributeTypeCode } from '@hanzo/schema/row'

/**
 * Any value as JSON text that keeps the types apart: integers in all their digits, doubles always with a point or exponent,
 * bytes as `{"bytesValue":"<base64>"}`, and `"NaN"`, `"Infinity"`, `"-Infinity"` as proto3's JSON has them.
 */
export function jsonText(value: AnyValue): string {
  if (typeof value === 'string') return JSON.stringify(value)
  if (typeof value === 'bigint' || typeof value === 'boolean') return String(value)
  if (typeof value === 'number') return jsonDouble(value)
  if (value === null) return 'null'
  if (value instanceof Uint8Array) return `{"bytesValue":"${Buffer.from(value).toString('base64')}"}`
  if (value instanceof Map) return `{${[...value].map(([key, item]) => `${JSON.stringify(key)}:${jsonText(item)}`)}}`
  return `[${(value as readonly AnyValue[]).map(jsonText)}]`
}

function jsonDouble(value: number): string {
  if (!Number.isFinite(value)) return `"${value}"`
  const text = doubleText(value)
  return Number.isInteger(value) && !text.includes('e') ? `${text}.0` : text
}

/** The shortest decimal that reads back as the same double; `-0` keeps its sign. */
function doubleText(value: number): string {
  return Object.is(value, -0) ? '-0' : String(value)
}

/** A value as plain text: what a person would write. */
export function plainText(value: AnyValue): string {
  if (typeof value === 'string') return value
  if (value === null) return ''
  return typeof value === 'number' ? doubleText(value) : jsonText(value)
}

/** The text of a value in a map of texts, and the code of its type; a string has none. */
export function typedText(value: AnyValue): { text: string; type: number | undefined } {
  if (typeof value === 'string') return { text: value, type: undefined }
  if (typeof value === 'bigint') return { text: value.toString(), type: attributeTypeCode.int }
  if (typeof value === 'number') return { text: doubleText(value), type: attributeTypeCode.double }
  if (typeof value === 'boolean') return { text: String(value), type: attributeTypeCode.bool }
  return { text: jsonText(value), type: attributeTypeCode.json }
}
