import { depthMax, isPlainObject, itemsMax } from './plain-value.ts'

/** What the texts of a value become on the way. */
export interface JsonRules {
  /** A text in JSON, its quotes included. */
  quote(text: string): string
  isSecret(key: string, value: unknown): boolean
  /** What stands for a secret, in JSON. */
  redacted: string
}

/** JSON text, and what decides whether its texts must be cut. */
interface PlainJson {
  json: string
  /** How many texts are in it, and how many characters they had. */
  texts: number
  characters: number
}

const keysMax = 2000

/** Keys repeat in every message: they are quoted once. */
const quotedKeys = new Map<string, string>()

/** A key in JSON, with its colon. */
export function quotedKey(key: string): string {
  const known = quotedKeys.get(key)
  if (known !== undefined) return known
  const quoted = `${JSON.stringify(key)}:`
  if (quotedKeys.size >= keysMax) quotedKeys.clear()
  quotedKeys.set(key, quoted)
  return quoted
}

/**
 * What `JSON.stringify` makes of the value's `plainValue`, in one pass and without copies.
 * @param depth how deep the value stands.
 * @returns undefined for a value of which `plainValue` would change more than texts and secrets (errors, cycles, `toJSON`, too many items): that is its to
 * do.
 */
export function plainJson(value: unknown, rules: JsonRules, depth = 0): PlainJson | undefined {
  const writer = new JsonWriter(rules)
  try {
    const json = writer.write(value, depth)
    return writer.isPlain && writer.items <= itemsMax
      ? { json, texts: writer.texts, characters: writer.characters }
      : undefined
  } catch {
    // A getter that throws.
    return undefined
  }
}

class JsonWriter {
  readonly #rules: JsonRules
  items = 0
  texts = 0
  characters = 0
  isPlain = true

  constructor(rules: JsonRules) {
    this.#rules = rules
  }

  write(value: unknown, depth: number): string {
    switch (typeof value) {
      case 'string':
        this.texts++
        this.characters += value.length
        return this.#rules.quote(value)
      case 'number':
        return Number.isFinite(value) ? String(value) : this.#giveUp()
      case 'boolean':
        return value ? 'true' : 'false'
      case 'object':
        return value === null ? 'null' : this.#object(value, depth)
      default:
        return this.#giveUp()
    }
  }

  #object(value: object, depth: number): string {
    // Cycles are deep as well.
    if (depth >= depthMax || this.items > itemsMax || !this.isPlain) return this.#giveUp()
    if (Array.isArray(value)) return this.#array(value, depth)
    return isPlainObject(value) && !('toJSON' in value) ? this.#fields(value, depth) : this.#giveUp()
  }

  #array(items: readonly unknown[], depth: number): string {
    this.items += items.length + 1
    let json = ''
    for (const item of items) {
      const text = item === undefined ? 'null' : this.write(item, depth + 1)
      json = json === '' ? text : `${json},${text}`
    }
    return `[${json}]`
  }

  #fields(fields: object, depth: number): string {
    const { isSecret, redacted } = this.#rules
    let json = ''
    for (const key of Object.keys(fields)) {
      this.items++
      const item = (fields as Record<string, unknown>)[key]
      if (item === undefined) continue
      const text = isSecret(key, item) ? redacted : this.write(item, depth + 1)
      json = `${json === '' ? '' : `${json},`}${quotedKey(key)}${text}`
    }
    return `{${json}}`
  }

  #giveUp(): string {
    this.isPlain = false
    return ''
  }
}
