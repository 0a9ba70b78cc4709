import type { Attribute } from '@hanzo/schema/api'
import type { AnyValueInput, KeyValueInput } from '@hanzo/schema/otlp'
import { z } from 'zod'

/** Writes attributes as OTLP/JSON has them, each with the type it was sent with. */
export function otlpAttributes(attributes: readonly Attribute[]): KeyValueInput[] {
  return attributes.map((attribute) => ({ key: attribute.key, value: otlpValue(attribute) }))
}

function otlpValue(attribute: Attribute): AnyValueInput {
  switch (attribute.type) {
    case 'string':
      return { stringValue: attribute.value }
    case 'int':
      return { intValue: attribute.value }
    case 'double':
      return { doubleValue: attribute.value }
    case 'bool':
      return { boolValue: attribute.value }
    case 'json':
      return nestedValue(JSON.parse(taggedJson(attribute.value)) as unknown)
  }
}

const tokens = /"((?:[^"\\]|\\.)*)"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g

// A number of JSON loses its digits beyond 2^53 and whether it was a double: as text with a mark it keeps both.
function taggedJson(json: string): string {
  return json.replace(tokens, (token, text: string | undefined) => (text === undefined ? `"n${token}"` : `"s${text}"`))
}

const bytesSchema = z.strictObject({ sbytesValue: z.string().startsWith('s') })

function nestedValue(value: unknown): AnyValueInput {
  if (typeof value === 'string') return value.startsWith('s') ? { stringValue: value.slice(1) } : number(value.slice(1))
  if (typeof value === 'boolean') return { boolValue: value }
  if (Array.isArray(value)) return { arrayValue: { values: value.map(nestedValue) } }
  if (typeof value !== 'object' || value === null) return {}
  const bytes = bytesSchema.safeParse(value)
  if (bytes.success) return { bytesValue: bytes.data.sbytesValue.slice(1) }
  const values = Object.entries(value).map(([key, item]) => ({ key: key.slice(1), value: nestedValue(item) }))
  return { kvlistValue: { values } }
}

function number(text: string): AnyValueInput {
  return /[.eE]/.test(text) ? { doubleValue: Number(text) } : { intValue: text }
}
