const parsedCharactersMax = 32_768

/** JSON text as its value; `undefined` where it is none, or longer than is read while spans are taken in. */
export function parsedOf(text: string): unknown {
  if (text.length > parsedCharactersMax || !/^\s*[[{"]/.test(text)) return undefined
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

export type Fields = Readonly<Record<string, unknown>>

/** The value if it is a JSON object; an empty one for all others. */
export function fieldsOf(value: unknown): Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : {}
}
