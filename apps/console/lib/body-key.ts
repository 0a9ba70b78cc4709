import type { JsonNode } from './read-json.ts'

const plainName = /^[\p{L}\p{N}_]+$/u

/**
 * How the search language names a value inside of a structured body: `body.tool.name`, `body.tool."odd key"`.
 * @returns `undefined` for what has no name there: the body itself, items of arrays, and what stands below an odd key.
 */
export function bodyKey(path: readonly (string | number)[]): string | undefined {
  const last = path.at(-1)
  if (last === undefined || path.some((part) => typeof part === 'number')) return undefined
  const above = path.slice(0, -1)
  if (above.some((part) => !plainName.test(String(part)))) return undefined
  const name = plainName.test(String(last)) ? last : `"${String(last).replace(/["\\]/g, '\\$&')}"`
  return ['body', ...above, name].join('.')
}

/** The value at a path as a search compares it; `undefined` for objects, arrays and null, which it does not. */
export function comparedText(node: JsonNode): string | undefined {
  if (node.type === 'string') return node.value
  return node.type === 'number' || node.type === 'boolean' ? node.text : undefined
}
