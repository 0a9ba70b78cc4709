/** Replaces a content by what does not tell it: how long it is, and a number that equal contents share. */
export type Fingerprint = (text: string) => { length: number; hash: string }

/**
 * Hashes with a seed of this process, so that equal contents can be told within it while a short content ("yes", a phone number) cannot be found by hashing
 * guesses. Not a cryptographic hash.
 */
export function createFingerprint(seed = Math.floor(Math.random() * 0xffffffff)): Fingerprint {
  return (text) => {
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
const partFields = [
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
const shownCharactersMax = 200

/** A message, or a bare part, with each content replaced by its length and hash. Takes GenAI, AI SDK and chat completions forms. */
export function messageShape(message: unknown, fingerprint: Fingerprint): unknown {
  if (!isFields(message)) return { type: 'text', ...fingerprint(textOf(message)) }
  if (message.role === undefined) return partShape(message, fingerprint)
  const parts = [message.parts, message.content, message.tool_calls].flatMap((content) =>
    content === undefined || content === null ? [] : Array.isArray(content) ? content : [content],
  )
  return {
    role: shown(message.role),
    parts: parts.map((part) => partShape(isFields(part) ? part : { type: 'text', content: part }, fingerprint)),
    ...(message.finish_reason !== undefined && { finish_reason: shown(message.finish_reason) }),
  }
}

function partShape(part: Fields, fingerprint: Fingerprint): Fields {
  const shape: Fields = {}
  const content: unknown[] = []
  for (const [key, value] of Object.entries(part)) {
    if (!partFields.includes(key)) content.push(value)
    else if (value !== undefined) shape[key] = shown(value)
  }
  if (content.length === 0) return shape
  return { ...shape, ...fingerprint(textOf(content.length === 1 ? content[0] : content)) }
}

/** The type, the length of the JSON text and the hash of any value. */
export function valueShape(value: unknown, fingerprint: Fingerprint): Fields {
  const type = value === null ? 'null' : Array.isArray(value) ? 'array' : typeof value
  return { type, ...fingerprint(textOf(value)) }
}

function shown(value: unknown): unknown {
  if (typeof value === 'number' || typeof value === 'boolean') return value
  return textOf(value).slice(0, shownCharactersMax)
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : (JSON.stringify(value) ?? '')
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
