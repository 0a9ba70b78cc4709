export const depthMax = 10
export const itemsMax = 10_000

/** Gives leaves their final form. `key` is the path from the value's own key on, parts joined by `.`. */
export interface LeafRules {
  isSecret(key: string, value: unknown): boolean
  text(value: string, path: string): unknown
  /** Numbers and booleans. */
  other(value: number | boolean, path: string): unknown
  redacted: string
}

/**
 * Turns any value into one that JSON can hold, and that holds no secrets: errors become `{name, message, stack, cause}`, maps objects, sets arrays, dates and
 * `BigInt` texts, bytes their count, functions and symbols their names; cycles, levels below the tenth and items above the 10,000th are replaced by a mark.
 * Never throws: what cannot be read is replaced. Returns the same object where nothing changed.
 */
export function plainValue(value: unknown, path: string, rules: LeafRules): unknown {
  return new PlainWalk(rules).plain(value, path, 0)
}

class PlainWalk {
  readonly #rules: LeafRules
  /** As deep as values go, so a list is searched faster than a set is kept. */
  readonly #above: object[] = []
  #items = 0

  constructor(rules: LeafRules) {
    this.#rules = rules
  }

  plain(value: unknown, path: string, depth: number): unknown {
    switch (typeof value) {
      case 'string':
        return this.#rules.text(value, path)
      case 'number':
        // JSON has no NaN and no infinity.
        return Number.isFinite(value) ? this.#rules.other(value, path) : String(value)
      case 'boolean':
        return this.#rules.other(value, path)
      case 'bigint':
      case 'symbol':
        return this.#rules.text(String(value), path)
      case 'function':
        return `[function ${value.name || 'anonymous'}]`
      case 'object':
        return value === null ? null : this.#guarded(value, path, depth)
      default:
        return undefined
    }
  }

  #guarded(value: object, path: string, depth: number): unknown {
    if (this.#above.includes(value)) return '[circular]'
    if (depth >= depthMax || ++this.#items > itemsMax) return '[too large]'
    this.#above.push(value)
    try {
      return this.#object(value, path, depth)
    } catch {
      return '[unreadable]'
    } finally {
      this.#above.pop()
    }
  }

  #object(value: object, path: string, depth: number): unknown {
    if (Array.isArray(value)) return this.#array(value, path, depth)
    // What most values are goes before what they might be.
    if (isPlainObject(value) && !('toJSON' in value)) return this.#fields(value, Object.entries(value), path, depth)
    if (value instanceof Error) return this.#fields(value, errorFields(value), path, depth)
    if (value instanceof Date) return Number.isNaN(value.getTime()) ? 'invalid date' : value.toISOString()
    if (value instanceof Map)
      return this.#fields(
        value,
        [...value].map(([key, item]) => [String(key), item]),
        path,
        depth,
      )
    if (value instanceof Set) return this.#array([...value], path, depth)
    if (ArrayBuffer.isView(value) || value instanceof ArrayBuffer) return `[${value.byteLength} bytes]`
    if ('toJSON' in value && typeof value.toJSON === 'function') return this.plain(value.toJSON(), path, depth + 1)
    return this.#fields(value, Object.entries(value), path, depth)
  }

  #array(items: unknown[], path: string, depth: number): unknown {
    let changed: unknown[] | undefined
    for (let index = 0; index < items.length; index++) {
      if (this.#items++ > itemsMax) return [...(changed ?? items.slice(0, index)), '[too large]']
      const plain = this.plain(items[index], path, depth + 1)
      if (plain !== items[index]) changed ??= items.slice(0, index)
      changed?.push(plain)
    }
    return changed ?? items
  }

  #fields(source: object, entries: [string, unknown][], path: string, depth: number): unknown {
    let isChanged = !isPlainObject(source)
    const plainItems: unknown[] = []
    for (const [key, item] of entries) {
      if (this.#items++ > itemsMax) {
        entries[plainItems.length] = ['…', undefined]
        plainItems.push('[too large]')
        isChanged = true
        break
      }
      const plain = this.#rules.isSecret(key, item)
        ? this.#rules.redacted
        : this.plain(item, `${path}.${key}`, depth + 1)
      isChanged ||= plain !== item
      plainItems.push(plain)
    }
    return isChanged ? recordOf(entries, plainItems) : source
  }
}

/** The fields that came to something. Own properties whatever their name is, `__proto__` too. */
function recordOf(entries: [string, unknown][], items: readonly unknown[]): unknown {
  const fields: [string, unknown][] = []
  for (let index = 0; index < items.length; index++) {
    const key = entries[index]?.[0]
    if (key !== undefined && items[index] !== undefined) fields.push([key, items[index]])
  }
  return Object.fromEntries(fields)
}

export function isPlainObject(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value)
  return prototype === Object.prototype || prototype === null
}

/** An error's own fields that are not enumerable, then those that are (`code`, `statusCode`). */
function errorFields(error: Error): [string, unknown][] {
  const fields: Record<string, unknown> = { name: error.name, message: error.message, stack: error.stack }
  if (error.cause !== undefined) fields.cause = error.cause
  return Object.entries({ ...fields, ...error })
}
