import type { Attributes, AttributeValue } from '@opentelemetry/api'
import { tagOf } from './any-text.ts'

type ToText = (value: unknown, key: string) => string

const toJson: ToText = (value) => JSON.stringify(value)

/**
 * Where a value of an attribute is an object or a mixed array, it becomes text: OpenTelemetry 2.x would drop it without a word. One that cannot be read costs
 * no other.
 */
export function plainAttributes(attributes: Attributes, toText: ToText = toJson): Attributes {
  try {
    return plainCopy(attributes, toText)
  } catch {
    return readableCopy(attributes, toText)
  }
}

function plainCopy(attributes: Attributes, toText: ToText): Attributes {
  let copy: Attributes | undefined
  for (const key in attributes) {
    const value: unknown = attributes[key]
    if (isPlain(value)) continue
    copy ??= { ...attributes }
    copy[key] = textOf(value, key, toText)
  }
  return copy ?? attributes
}

function readableCopy(attributes: Attributes, toText: ToText): Attributes {
  const copy: Attributes = {}
  for (const key of readableKeys(attributes)) {
    try {
      const value: unknown = attributes[key]
      copy[key] = isPlain(value) ? (value as AttributeValue) : textOf(value, key, toText)
    } catch {
      copy[key] = '[unreadable]'
    }
  }
  return copy
}

function readableKeys(attributes: Attributes): string[] {
  try {
    return Object.keys(attributes)
  } catch {
    return []
  }
}

function isPlain(value: unknown): boolean {
  if (typeof value === 'object' && value !== null) return Array.isArray(value) && isPlainArray(value)
  return typeof value !== 'function' && typeof value !== 'bigint' && typeof value !== 'symbol'
}

function isPlainArray(values: readonly unknown[]): boolean {
  let type: string | undefined
  for (const value of values) {
    if (value === null || value === undefined) continue
    type ??= typeof value
    if (typeof value !== type) return false
  }
  return type === undefined || type === 'string' || type === 'number' || type === 'boolean'
}

function textOf(value: unknown, key: string, toText: ToText): string {
  if (typeof value === 'function') return '[function]'
  if (typeof value === 'bigint' || typeof value === 'symbol') return String(value)
  try {
    return toText(value, key) ?? tagOf(value)
  } catch {
    return tagOf(value)
  }
}
