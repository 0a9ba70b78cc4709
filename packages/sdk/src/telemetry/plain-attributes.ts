import type { Attributes } from '@opentelemetry/api'

type ToText = (value: unknown, key: string) => string

const toJson: ToText = (value) => JSON.stringify(value)

/** Where a value of an attribute is an object or a mixed array, it becomes text: OpenTelemetry 2.x would drop it without a word. */
export function plainAttributes(attributes: Attributes, toText: ToText = toJson): Attributes {
  let copy: Attributes | undefined
  for (const key in attributes) {
    const value: unknown = attributes[key]
    if (isPlain(value)) continue
    copy ??= { ...attributes }
    copy[key] = textOf(value, key, toText)
  }
  return copy ?? attributes
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
    return toText(value, key) ?? Object.prototype.toString.call(value)
  } catch {
    return Object.prototype.toString.call(value)
  }
}
