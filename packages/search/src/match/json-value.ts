/** A value of JSON that can be compared; objects and arrays are there, and no more is known of them. */
export type JsonValue =
  | { type: 'string'; value: string }
  | { type: 'int'; value: bigint }
  | { type: 'double'; value: number }
  | { type: 'bool'; value: boolean }
  | { type: 'other' }

const space = /\s*/y
const literal = /[^\s{}[\],:"]+/y
/** No integer of ClickHouse has more characters; to read one of a million takes seconds. */
const intCharactersMax = 20

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
  const { text } = tokens
  const start = matchEnd(space, text, tokens.at)
  const character = text[start] ?? ''
  if (character === '"') tokens.at = stringEnd(text, start)
  else tokens.at = '{}[],:'.includes(character) ? start + 1 : matchEnd(literal, text, start)
  return text.slice(start, tokens.at)
}

function matchEnd(pattern: RegExp, text: string, at: number): number {
  pattern.lastIndex = at
  return pattern.test(text) ? pattern.lastIndex : at
}

/** Behind the closing quote. Texts may be megabytes long: a pattern with alternatives would need as much of the stack. */
function stringEnd(text: string, start: number): number {
  let at = start + 1
  while (at < text.length && text[at] !== '"') at += text[at] === '\\' ? 2 : 1
  return at + 1
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
  if (/^-?\d+$/.test(first)) {
    return first.length > intCharactersMax ? { type: 'other' } : { type: 'int', value: BigInt(first) }
  }
  return /^-?\d/.test(first) ? { type: 'double', value: Number(first) } : { type: 'other' }
}
