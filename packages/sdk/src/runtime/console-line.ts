import type { ConsoleRecord } from './runtime.ts'

/** A value that JSON cannot say, as text. Cycles are told as such: what is logged has been made plain, but a user's `toJSON` runs here. */
function toJson(value: unknown): string {
  try {
    return JSON.stringify(value, (_key, item: unknown) => (typeof item === 'bigint' ? String(item) : item)) ?? 'null'
  } catch {
    return '"[unserializable]"'
  }
}

/** One line of JSON, its keys in the order they were set; a value that cannot be written does not cost the others. */
export function toJsonLine(record: ConsoleRecord): string {
  try {
    return JSON.stringify(record)
  } catch {
    const pairs = Object.keys(record).map((key) => `${JSON.stringify(key)}:${toJson(record[key])}`)
    return `{${pairs.join(',')}}`
  }
}

/** A line for people: time, level, message, then what else there is; stacks below it. */
export function toPrettyLine(record: ConsoleRecord): string {
  const { timestamp, level, message, ...rest } = record
  const stack = rest.stack
  if (typeof stack === 'string') delete rest.stack
  const pairs = Object.entries(rest).map(
    ([key, value]) => `${key}=${typeof value === 'string' ? value : toJson(value)}`,
  )
  const line = [timestamp.slice(11, 23), level.toUpperCase().padEnd(5), message, ...pairs].join(' ')
  return typeof stack === 'string' ? `${line}\n${stack}` : line
}
