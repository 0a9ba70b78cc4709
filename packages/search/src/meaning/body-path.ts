/**
 * The key of a value inside of a structured body, as one text: names with dots between them. A dot inside of a name stands behind a
 * backslash, and so does a backslash.
 */
export function bodyKey(path: string, quoted: string | undefined): string {
  return `${path}${(quoted ?? '').replace(/[\\.]/g, '\\$&')}`
}

/** The names of such a key, from the outermost object inwards. */
export function bodyNames(key: string): string[] {
  return [...key.matchAll(/(?:^|\.)((?:\\.|[^\\.])*)/gs)].map(([, name = '']) => name.replace(/\\(.)/gs, '$1'))
}
