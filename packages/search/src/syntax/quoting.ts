const escapedInPhrase = /\\(["\\])/g

/** The text of `"…"`. Only `\"` and `\\` are escapes, so that a path with backslashes may be pasted. */
export function readPhrase(quoted: string): string {
  return quoted.slice(1, -1).replace(escapedInPhrase, '$1')
}

/** The parts of a bare word between its wildcards; a backslash takes any character as it stands. */
export function readWord(word: string): string[] {
  const parts = ['']
  for (const [token] of word.matchAll(/\\?[\s\S]/g)) {
    if (token === '*') parts.push('')
    else parts.push(`${parts.pop() ?? ''}${token.length > 1 ? token.slice(1) : token}`)
  }
  // ** asks for no more than *.
  return parts.filter((part, index) => part !== '' || index === 0 || index === parts.length - 1)
}

/** Where text stands decides which characters it may hold without quotes. */
export type Place = 'text' | 'value' | 'list' | 'range'

const bare: Record<Place, RegExp> = {
  text: /^[^\s()":\\*,[\]<>-][^\s()":\\*]*$/,
  value: /^[^\s()"\\*<>=[\],][^\s()"\\*]*$/,
  list: /^[^\s()"\\*<>[\],][^\s()"\\*,]*$/,
  range: /^[^\s()"\\*<>[\],][^\s()"\\*[\]]*$/,
}
const keywords: Record<Place, ReadonlySet<string>> = {
  text: new Set(['OR', 'AND', 'NOT']),
  value: new Set(),
  list: new Set(['OR', 'AND', 'NOT']),
  range: new Set(['TO']),
}
const special: Record<Place, RegExp> = {
  text: /[\s()":\\*]|^[-<>[\],]/g,
  value: /[\s()"\\*]|^[<>=[\],]/g,
  list: /[\s()"\\*,]|^[<>[\]]/g,
  range: /[\s()"\\*[\]]|^[<>,]/g,
}

export function writePhrase(text: string): string {
  return `"${text.replace(/["\\]/g, '\\$&')}"`
}

/** Writes a value, in quotes where it needs them, so that reading it gives the same parts. */
export function writeValue(parts: readonly string[], place: Place): string {
  const [only = '', ...more] = parts
  if (more.length > 0) return parts.map((part) => part.replace(special[place], '\\$&')).join('*')
  return bare[place].test(only) && !keywords[place].has(only) ? only : writePhrase(only)
}

/** Writes the bare part of a key. */
export function writePath(path: string, reserved: readonly string[]): string {
  const text = path.replace(special.text, '\\$&')
  return reserved.includes(path) ? `\\${text}` : text
}
