import type { AnyValue } from '@hanzo/schema/otlp'
import { plainText } from '../decode/any-value-text.ts'

/** Attributes of a span, as far as they are asked for: `KeyValues`, or anything that looks up and decodes on demand. */
export interface AttributeLookup {
  get(key: string): AnyValue | undefined
}

/** The first of the keys that is present and not empty, as text; `''` if none is. */
export function textOf(attributes: AttributeLookup, keys: readonly string[]): string {
  for (const key of keys) {
    const value = attributes.get(key)
    if (value === undefined) continue
    const text = plainText(value)
    if (text !== '') return text
  }
  return ''
}

/** The first of the keys that holds a number above 0, or its text; 0 if none does. */
export function numberOf(attributes: AttributeLookup, keys: readonly string[]): number {
  for (const key of keys) {
    const value = attributes.get(key)
    if (value === undefined || value === null || typeof value === 'boolean') continue
    const number = positiveOf(typeof value === 'string' || typeof value === 'bigint' ? Number(value) : value)
    if (number > 0) return number
  }
  return 0
}

/** A number above 0 that is finite; 0 for any other value. */
export function positiveOf(value: unknown): number {
  return typeof value === 'number' && value > 0 && Number.isFinite(value) ? value : 0
}

const parsedCharactersMax = 32_768

/** JSON text as its value; `undefined` where it is none, or longer than is read while spans are taken in. */
export function parsedOf(text: string): unknown {
  if (text.length > parsedCharactersMax || !/^\s*[[{"]/.test(text)) return undefined
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

export type Fields = Readonly<Record<string, unknown>>

/** The value if it is a JSON object; an empty one for all others. */
export function fieldsOf(value: unknown): Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : {}
}
