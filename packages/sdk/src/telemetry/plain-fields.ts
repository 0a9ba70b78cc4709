import type { Redactor } from '../redaction/redactor.ts'

/** Keys of one record; more are no record but data. */
const KEYS_MAX = 1000

/** The fields of a log record, redacted: key by key, so that one that cannot be read costs no other, and each is judged by its own name. */
export function plainFields(redactor: Redactor, value: unknown): Record<string, unknown> {
  if (value === undefined || value === null) return {}
  if (typeof value !== 'object' || Array.isArray(value)) return plainFields(redactor, { value })
  const plain: Record<string, unknown> = {}
  for (const key of Object.keys(value).slice(0, KEYS_MAX)) {
    const item = redactor.plain(readKey(value, key), { signal: 'log', key })
    if (item !== undefined) plain[key] = item
  }
  return plain
}

function readKey(value: object, key: string): unknown {
  try {
    return Reflect.get(value, key)
  } catch {
    return '[unreadable]'
  }
}
