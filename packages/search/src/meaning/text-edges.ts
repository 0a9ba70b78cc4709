/** What words are made of, as the text index of log bodies has it: ASCII letters, digits and everything beyond ASCII. */
export const wordCharacters = 'A-Za-z0-9\u0080-\u{10ffff}'

const beginsWord = new RegExp(`^[${wordCharacters}]`, 'u')
const endsWord = new RegExp(`[${wordCharacters}]$`, 'u')

/** At which ends of a searched text a word must be whole: where it begins or ends with one, and no wildcard stands there. */
export function wholeEnds(parts: readonly string[]): { start: boolean; end: boolean } {
  return { start: beginsWord.test(parts[0] ?? ''), end: endsWord.test(parts.at(-1) ?? '') }
}

/**
 * The parts with anything between them and whole words at both ends, as a regular expression that is the same to JavaScript and ClickHouse;
 * `undefined` where the ends ask for nothing.
 */
export function wholeEndsPattern(parts: readonly string[]): string | undefined {
  const { start, end } = wholeEnds(parts)
  if (!start && !end) return undefined
  const text = parts.map(quoted).join(anything)
  return `${start ? `(?:^|[^${wordCharacters}])` : ''}${text}${end ? `(?:$|[^${wordCharacters}])` : ''}`
}

/** Any characters, also line feeds. */
export const anything = '[\\s\\S]*'

export function quoted(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&')
}
