import type { Fingerprint } from './content-shape.ts'
import { partFields, shownCharactersMax } from './content-shape.ts'
import { type JsonRules, plainJson, quotedKey } from './plain-json.ts'
import { isPlainObject } from './plain-value.ts'

type Fields = Record<string, unknown>

/** How contents stand in a message: the message in its list, its parts, a part, its content. */
const contentDepth = 4

const shownFields: ReadonlySet<string> = new Set(partFields)

/** Contents as they are, for their length and hash. */
const asTheyAre: JsonRules = { quote: (text) => JSON.stringify(text), isSecret: () => false, redacted: '' }

/** How shapes are made. */
export interface ShapeJsonRules {
  fingerprint: Fingerprint
  /** A text that may be shown, without secrets, in JSON. */
  quote(text: string): string
}

/**
 * What `JSON.stringify` makes of the `messageShape` of each message, without the objects between.
 * @returns undefined where a message has more to it than texts, numbers and plain objects.
 */
export function shapeJson(messages: readonly unknown[], rules: ShapeJsonRules): string | undefined {
  try {
    let json = ''
    for (const message of messages) {
      const text = isFields(message) ? messageJson(message, rules) : undefined
      if (text === undefined) return undefined
      json = json === '' ? text : `${json},${text}`
    }
    return `[${json}]`
  } catch {
    // A getter that throws.
    return undefined
  }
}

/** The same for the `valueShape` of any value. */
export function valueShapeJson(
  value: unknown,
  { fingerprint }: Pick<ShapeJsonRules, 'fingerprint'>,
): string | undefined {
  const text = contentText(value, 0)
  const type = value === null ? 'null' : Array.isArray(value) ? 'array' : typeof value
  return text === undefined ? undefined : `{"type":"${type}",${markJson(fingerprint(text))}}`
}

/** What is measured of a content. */
const contentText = (value: unknown, depth: number): string | undefined =>
  typeof value === 'string' ? value : plainJson(value, asTheyAre, depth)?.json

function messageJson(message: Fields, rules: ShapeJsonRules): string | undefined {
  const { role, parts, content, tool_calls: calls, finish_reason: reason } = message
  if (role === undefined) return partJson(message, rules)
  let json = ''
  for (const list of [parts, content, calls]) {
    if (list === undefined || list === null) continue
    for (const part of Array.isArray(list) ? list : [list]) {
      const text = typeof part === 'string' ? textJson(part, rules) : isFields(part) ? partJson(part, rules) : undefined
      if (text === undefined) return undefined
      json = json === '' ? text : `${json},${text}`
    }
  }
  const shownRole = shown(role, rules)
  const shownReason = reason === undefined ? '' : shown(reason, rules)
  if (shownRole === undefined || shownReason === undefined) return undefined
  const end = shownReason === '' ? '' : `,"finish_reason":${shownReason}`
  return `{"role":${shownRole},"parts":[${json}]${end}}`
}

const textJson = (text: string, { fingerprint }: ShapeJsonRules): string =>
  `{"type":"text",${markJson(fingerprint(text))}}`

const markJson = ({ length, hash }: ReturnType<Fingerprint>): string => `"length":${length},"hash":"${hash}"`

function partJson(part: Fields, rules: ShapeJsonRules): string | undefined {
  let json = ''
  let mark = ''
  for (const key of Object.keys(part)) {
    const value = part[key]
    let text: string | undefined
    if (shownFields.has(key)) {
      if (value === undefined) continue
      text = shown(value, rules)
      if (text !== undefined) json = `${json === '' ? '' : `${json},`}${quotedKey(key)}${text}`
      // Several contents have one hash together.
    } else if (mark === '' && value !== undefined) {
      text = contentText(value, contentDepth)
      if (text !== undefined) mark = markJson(rules.fingerprint(text))
    }
    if (text === undefined) return undefined
  }
  return `{${json}${json !== '' && mark !== '' ? ',' : ''}${mark}}`
}

function shown(value: unknown, { quote }: ShapeJsonRules): string | undefined {
  if (typeof value === 'string') return quote(value.slice(0, shownCharactersMax))
  return typeof value === 'boolean' || (typeof value === 'number' && Number.isFinite(value)) ? String(value) : undefined
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && isPlainObject(value) && !('toJSON' in value)
}
