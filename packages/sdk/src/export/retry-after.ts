/**
 * Reads `Retry-After`: seconds, or an HTTP date, which is compared with the answer's own `Date` where there is one, so that a wrong clock here does not
 * lengthen the wait.
 * @returns milliseconds, 0 to `maxMillis`; undefined for an absent or unreadable header.
 * @see https://www.rfc-editor.org/rfc/rfc9110#field.retry-after
 */
export function retryAfterMillis(
  headers: Pick<Headers, 'get'>,
  { maxMillis, now = Date.now }: { maxMillis: number; now?: () => number },
): number | undefined {
  const text = headers.get('retry-after')?.trim()
  if (!text) return undefined
  if (/^\d+(\.\d+)?$/.test(text)) return clamp(Number(text) * 1000, maxMillis)
  const until = /^[A-Za-z]+, .*:/.test(text) ? Date.parse(text) : Number.NaN
  if (Number.isNaN(until)) return undefined
  const serverNow = Date.parse(headers.get('date') ?? '')
  return clamp(until - (Number.isNaN(serverNow) ? now() : serverNow), maxMillis)
}

function clamp(millis: number, maxMillis: number): number {
  return Math.min(Math.max(0, millis), maxMillis)
}
