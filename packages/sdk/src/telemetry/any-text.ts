/** Anything as text. Never throws, also for what refuses to be read, as a revoked proxy does. */
export function anyText(value: unknown): string {
  try {
    return String(value)
  } catch {
    return tagOf(value)
  }
}

/** `[object Date]`, which says of what cannot be read at least what it is. */
export function tagOf(value: unknown): string {
  try {
    return Object.prototype.toString.call(value)
  } catch {
    return '[unreadable]'
  }
}
