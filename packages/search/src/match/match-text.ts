import { anything, quoted, wholeEndsPattern } from '../meaning/text-edges.ts'

/** Whether text is the parts with anything between them, in their case, as ClickHouse's `LIKE` with `%` between them. */
export function isLike(parts: readonly string[]): (text: string) => boolean {
  const [first = '', ...rest] = parts
  const last = rest.pop()
  if (last === undefined) return (text) => text === first
  return (text) => {
    if (!text.startsWith(first)) return false
    let at = first.length
    for (const part of rest) {
      const found = text.indexOf(part, at)
      if (found < 0) return false
      at = found + part.length
    }
    return text.length - last.length >= at && text.endsWith(last)
  }
}

/**
 * Whether text holds the parts in this order, in either case, as ClickHouse's `ILIKE` does: character by character.
 * @param lower gives what `lowerCase` does.
 */
export function containsParts(parts: readonly string[], lower = lowerCase): (text: string) => boolean {
  const wanted = parts.filter((part) => part !== '')
  const [only] = wanted
  if (only === undefined) return () => true
  if (wanted.length === 1) {
    const wantedText = lowerCase(only)
    return (text) => lower(text).includes(wantedText)
  }
  // Several parts are matched by a regular expression there, whose folding of case is the one of JavaScript's.
  const pattern = new RegExp(wanted.map(quoted).join(anything), 'iu')
  return (text) => pattern.test(text)
}

/**
 * The same with words whole at both ends, but where a wildcard stands.
 * @param lower gives what `lowerCase` does.
 */
export function hasText(parts: readonly string[], lower = lowerCase): (text: string) => boolean {
  const contains = containsParts(parts, lower)
  const source = wholeEndsPattern(parts)
  if (source === undefined) return contains
  const pattern = new RegExp(source, 'iu')
  return (text) => contains(text) && pattern.test(text)
}

/** JavaScript alone looks at a sigma's place in its word, and makes two characters of a dotted capital I. */
export function lowerCase(text: string): string {
  return text.replace(/[Σİ]/g, (character) => (character === 'Σ' ? 'σ' : '\uE000')).toLowerCase()
}
