import type { AnyValue, KeyValues } from '@hanzo/schema/otlp'
import { plainText } from '../decode/any-value-text.ts'
import { type Slots, slotCount, slotOf } from './slots.ts'

/** The attributes of a span as it is read for generative AI. */
export interface GenAiAttributes {
  /** The value of the key with this number, see `slotOf`. */
  at(slot: number): AnyValue | undefined
  /** The value of any key; asked only where a dialect counts its keys, as in `gen_ai.prompt.12.content`. */
  named(key: string): AnyValue | undefined
}

/** Puts each attribute in its place: one look at each of them, however many keys are asked for. */
export function genAiAttributesOf(attributes: KeyValues): GenAiAttributes {
  const values: (AnyValue | undefined)[] = new Array(slotCount())
  for (const [key, value] of attributes) {
    const slot = slotOf(key)
    if (slot >= 0) values[slot] = value
  }
  return { at: (slot) => values[slot], named: (key) => attributes.get(key) }
}

/** The first of the keys that is present and not empty, as text; `''` if none is. */
export function textOf(attributes: GenAiAttributes, keys: Slots): string {
  for (const key of keys) {
    const value = attributes.at(key)
    if (value === undefined) continue
    const text = plainText(value)
    if (text !== '') return text
  }
  return ''
}

/** The first of the keys that holds a number above 0, or its text; 0 if none does. */
export function numberOf(attributes: GenAiAttributes, keys: Slots): number {
  for (const key of keys) {
    const value = attributes.at(key)
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
