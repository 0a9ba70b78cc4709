import { createRecentTexts } from './recent-texts.ts'

/** Replaces a content by what does not tell it: how long it is, and a number that equal contents share. */
export type Fingerprint = (text: string) => { length: number; hash: string }

/**
 * Hashes with a seed of this process, so that equal contents can be told within it while a short content ("yes", a phone number) cannot be found by hashing
 * guesses. Not a cryptographic hash.
 */
export function createFingerprint(seed = Math.floor(Math.random() * 0xffffffff)): Fingerprint {
  const recent = createRecentTexts<ReturnType<Fingerprint>>({ texts: 64, characters: 256 * 1024 })

  function hashed(text: string): ReturnType<Fingerprint> {
    let high = seed ^ 0x9e3779b9
    let low = seed ^ 0x85ebca6b
    for (let index = 0; index < text.length; index++) {
      const unit = text.charCodeAt(index)
      high = Math.imul(high ^ unit, 0x5bd1e995)
      low = Math.imul(low ^ (unit + (high >>> 15)), 0xc2b2ae35)
    }
    high = mix(high ^ text.length)
    low = mix(low ^ high)
    return { length: text.length, hash: hex(high) + hex(low) }
  }
  return (text) => {
    // Each step of a run tells the history again.
    let known = recent.find(text)
    if (known === undefined) {
      known = hashed(text)
      recent.add(text, known)
    }
    return known
  }
}

function mix(value: number): number {
  const once = Math.imul(value ^ (value >>> 16), 0x7feb352d)
  const twice = Math.imul(once ^ (once >>> 15), 0x846ca68b)
  return twice ^ (twice >>> 16)
}

function hex(value: number): string {
  return (value >>> 0).toString(16).padStart(8, '0')
}

type Fields = Record<string, unknown>

/** What may stay of a part: names and sizes that the SDK and the model's provider choose, never what a person wrote. */
export const partFields = [
  'type',
  'id',
  'name',
  'toolCallId',
  'toolName',
  'tool_call_id',
  'mime_type',
  'mediaType',
  'modality',
  'size',
]
export const shownCharactersMax = 200

/** Every key that a shape can have. */
export const shapeKeys: readonly string[] = [...partFields, 'role', 'parts', 'finish_reason', 'length', 'hash']

/** How a shape is made: of what a content becomes, and of what may stay as it is but for secrets in it. */
export interface ShapeRules {
  fingerprint: Fingerprint
  clean(text: string): string
}

/** A message, or a bare part, with each content replaced by its length and hash. Takes GenAI, AI SDK and chat completions forms. */
export function messageShape(message: unknown, rules: ShapeRules): unknown {
  if (!isFields(message)) return { type: 'text', ...rules.fingerprint(textOf(message)) }
  if (message.role === undefined) return partShape(message, rules)
  const parts: Fields[] = []
  for (const content of [message.parts, message.content, message.tool_calls]) {
    if (content === undefined || content === null) continue
    for (const part of Array.isArray(content) ? content : [content])
      parts.push(partShape(isFields(part) ? part : { type: 'text', content: part }, rules))
  }
  const shape: Fields = { role: shown(message.role, rules), parts }
  if (message.finish_reason !== undefined) shape.finish_reason = shown(message.finish_reason, rules)
  return shape
}

function partShape(part: Fields, rules: ShapeRules): Fields {
  const shape: Fields = {}
  const content: unknown[] = []
  for (const key of Object.keys(part)) {
    const value = part[key]
    if (!partFields.includes(key)) content.push(value)
    else if (value !== undefined) shape[key] = shown(value, rules)
  }
  if (content.length === 0) return shape
  const { length, hash } = rules.fingerprint(textOf(content.length === 1 ? content[0] : content))
  shape.length = length
  shape.hash = hash
  return shape
}

/** The type, the length of the JSON text and the hash of any value. */
export function valueShape(value: unknown, fingerprint: Fingerprint): Fields {
  const type = value === null ? 'null' : Array.isArray(value) ? 'array' : typeof value
  return { type, ...fingerprint(textOf(value)) }
}

function shown(value: unknown, { clean }: ShapeRules): unknown {
  if (typeof value === 'number' || typeof value === 'boolean') return value
  return clean(textOf(value).slice(0, shownCharactersMax))
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : (JSON.stringify(value) ?? '')
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
