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
