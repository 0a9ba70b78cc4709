/** A JSON value as it was written: numbers keep their digits, objects the order of their keys. */
export type JsonNode =
  | { type: 'object'; entries: readonly (readonly [key: string, value: JsonNode])[] }
  | { type: 'array'; items: readonly JsonNode[] }
  | { type: 'string'; value: string }
  | { type: 'number' | 'boolean' | 'null'; text: string }

const depthMost = 200
const token = /\s*("(?:[^"\\]|\\.)*"|[{}[\],:]|[^\s{}[\],:"]+)/y

/** Reads JSON text without losing digits, which JSON.parse does beyond 2^53. `undefined` for text that is none, or too deep to be drawn. */
export function readJson(text: string): JsonNode | undefined {
  return isJson(text) ? readValue({ text, at: 0 }, 0) : undefined
}

/** The same for text that may as well be a sentence: only objects and arrays count. */
export function readStructure(text: string): JsonNode | undefined {
  return /^\s*[{[]/.test(text) ? readJson(text) : undefined
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch {
    // Most text is none.
    return false
  }
}

interface Reading {
  text: string
  at: number
}

/** The next token of text that is known to be JSON; empty at its end. */
function take(reading: Reading): string {
  token.lastIndex = reading.at
  const [whole = '', found = ''] = token.exec(reading.text) ?? []
  reading.at += whole.length
  return found
}

function readValue(reading: Reading, depth: number, first = take(reading)): JsonNode | undefined {
  if (depth > depthMost) return undefined
  if (first === '{') return readObject(reading, depth)
  if (first === '[') return readArray(reading, depth)
  if (first.startsWith('"')) return { type: 'string', value: JSON.parse(first) as string }
  if (first === 'null') return { type: 'null', text: first }
  return { type: first === 'true' || first === 'false' ? 'boolean' : 'number', text: first }
}

function readObject(reading: Reading, depth: number): JsonNode | undefined {
  const entries: [string, JsonNode][] = []
  for (let key = take(reading); key !== '}'; key = take(reading)) {
    if (key === ',') continue
    take(reading)
    const value = readValue(reading, depth + 1)
    if (!value) return undefined
    entries.push([JSON.parse(key) as string, value])
  }
  return { type: 'object', entries }
}

function readArray(reading: Reading, depth: number): JsonNode | undefined {
  const items: JsonNode[] = []
  for (let first = take(reading); first !== ']'; first = take(reading)) {
    if (first === ',') continue
    const value = readValue(reading, depth + 1, first)
    if (!value) return undefined
    items.push(value)
  }
  return { type: 'array', items }
}
