/** A value of JSON that can be compared; objects and arrays are there, and no more is known of them. */
export type JsonValue =
  | { type: 'string'; value: string }
  | { type: 'int'; value: bigint }
  | { type: 'double'; value: number }
  | { type: 'bool'; value: boolean }
  | { type: 'other' }

const token = /\s*("(?:[^"\\]|\\.)*"|[{}[\],:]|[^\s{}[\],:"]+)/y

/**
 * Finds a value by the names of the objects around it, as ClickHouse's JSON functions do: of a name that stands twice the first
 * counts, and integers keep all their digits. `undefined` for text that is no JSON, and where there is no such value.
 */
export function findJsonValue(text: string, names: readonly string[]): JsonValue | undefined {
  if (!/^\s*\{/.test(text) || !isJson(text)) return undefined
  const tokens = { at: 0, text }
  let first = take(tokens)
  for (const name of names) {
    if (first !== '{' || !enter(tokens, name)) return undefined
    first = take(tokens)
  }
  return jsonValue(first)
}

interface Tokens {
  text: string
  at: number
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch {
    // Most bodies are sentences.
    return false
  }
}

function take(tokens: Tokens): string {
  token.lastIndex = tokens.at
  const [whole = '', found = ''] = token.exec(tokens.text) ?? []
  tokens.at += whole.length
  return found
}

/** Goes on to the value of a key of the object that has just begun. */
function enter(tokens: Tokens, name: string): boolean {
  for (let key = take(tokens); key !== '}'; key = take(tokens)) {
    if (key === ',') continue
    take(tokens)
    if (JSON.parse(key) === name) return true
    skip(tokens)
  }
  return false
}

function skip(tokens: Tokens): void {
  let depth = 0
  do {
    const found = take(tokens)
    if (found === '{' || found === '[') depth += 1
    else if (found === '}' || found === ']') depth -= 1
  } while (depth > 0)
}

function jsonValue(first: string): JsonValue {
  if (first.startsWith('"')) return { type: 'string', value: JSON.parse(first) as string }
  if (first === 'true' || first === 'false') return { type: 'bool', value: first === 'true' }
  if (/^-?\d+$/.test(first)) return { type: 'int', value: BigInt(first) }
  return /^-?\d/.test(first) ? { type: 'double', value: Number(first) } : { type: 'other' }
}
