const unitMilliseconds: Record<string, number> = {
  y: 365 * 86_400_000,
  w: 7 * 86_400_000,
  d: 86_400_000,
  h: 3_600_000,
  m: 60_000,
  s: 1000,
  ms: 1,
}

/** @returns milliseconds; `undefined` for what is no duration, as `1h30m` is. */
export function parseDuration(text: string): number | undefined {
  if (!/^(?:\d+(?:ms|[ywdhms]))+$/.test(text)) return undefined
  let sum = 0
  for (const [, count, unit] of text.matchAll(/(\d+)(ms|[ywdhms])/g)) {
    sum += Number(count) * (unitMilliseconds[unit ?? ''] ?? 0)
  }
  return sum
}

/** A number as PromQL writes it: decimal, hexadecimal, octal, `Inf`, `NaN`, or a duration, which is its seconds. */
export function parseNumber(text: string): number {
  const bare = text.replaceAll(/[\s_]/g, '')
  const sign = bare.startsWith('-') ? -1 : 1
  const digits = bare.replace(/^[+-]/, '')
  if (/^inf$/i.test(digits)) return sign * Number.POSITIVE_INFINITY
  if (/^nan$/i.test(digits)) return Number.NaN
  if (/^0[0-7]+$/.test(digits)) return sign * Number.parseInt(digits, 8)
  const duration = parseDuration(digits)
  return sign * (duration === undefined ? Number(digits) : duration / 1000)
}

const simpleEscapes: Record<string, number> = { a: 7, b: 8, f: 12, n: 10, r: 13, t: 9, v: 11 }
const escapeSequence = /\\(?:x([0-9a-fA-F]{2})|([0-7]{3})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|([abfnrtv])|([\\'"]))/y

/** @returns what a string literal means, quotes and escapes of Go resolved; `undefined` for one that is broken. */
export function unquote(literal: string): string | undefined {
  const quote = literal[0] ?? ''
  if (literal.length < 2 || !literal.endsWith(quote)) return undefined
  const inner = literal.slice(1, -1)
  if (quote === '`') return inner.replaceAll('\r', '')
  if (!inner.includes('\\')) return inner
  const parts: Buffer[] = []
  for (let at = 0; at < inner.length; ) {
    const next = inner.indexOf('\\', at)
    const plain = inner.slice(at, next < 0 ? undefined : next)
    if (plain) parts.push(Buffer.from(plain))
    if (next < 0) break
    escapeSequence.lastIndex = next
    const match = escapeSequence.exec(inner)
    const bytes = match && escapedBytes(match)
    if (!bytes) return undefined
    parts.push(bytes)
    at = escapeSequence.lastIndex
  }
  return Buffer.concat(parts).toString('utf8')
}

function escapedBytes([, hex, octal, short, long, simple, same]: RegExpExecArray): Buffer | undefined {
  if (hex) return Buffer.of(Number.parseInt(hex, 16))
  if (octal) return Number.parseInt(octal, 8) > 255 ? undefined : Buffer.of(Number.parseInt(octal, 8))
  if (simple) return Buffer.of(simpleEscapes[simple] ?? 0)
  if (same) return Buffer.from(same)
  const point = Number.parseInt(short ?? long ?? '', 16)
  return point > 0x10ffff ? undefined : Buffer.from(String.fromCodePoint(point))
}
