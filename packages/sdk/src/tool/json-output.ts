/** Deeper than any data is meant to be; a cycle is. */
const DEPTH_MAX = 100

/**
 * What a tool returned, as JSON has it: the same object where it is plain data, else what `toJSON` and JSON make of it, big integers as text. The AI SDK
 * copies the conversation, and a function in it, as objects of many libraries have, would end the run.
 * @throws {TypeError} for a cycle; whatever a getter or `toJSON` throws.
 */
export function jsonOutput(output: unknown): unknown {
  if (isJson(output, 0)) return output
  const text = JSON.stringify(output, (_key, value: unknown) => (typeof value === 'bigint' ? String(value) : value))
  return text === undefined ? String(output) : JSON.parse(text)
}

function isJson(value: unknown, depth: number): boolean {
  switch (typeof value) {
    case 'string':
    case 'boolean':
      return true
    case 'number':
      return Number.isFinite(value)
    case 'object':
      return value === null || (depth < DEPTH_MAX && isPlain(value, depth))
    default:
      return false
  }
}

function isPlain(value: object, depth: number): boolean {
  if (Array.isArray(value)) return value.every((item) => isJson(item, depth + 1))
  const prototype: unknown = Object.getPrototypeOf(value)
  if (prototype !== Object.prototype && prototype !== null) return false
  return Object.values(value).every((item) => isJson(item, depth + 1))
}
