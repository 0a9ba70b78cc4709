import { SearchError } from '../search-error.ts'

/** Each name is bound and looked up by itself: a search of a thousand is more SQL than ClickHouse reads. */
const namesMax = 16

/**
 * The key of a value inside of a structured body, as one text: names with dots between them. A dot inside of a name stands behind a
 * backslash, and so does a backslash.
 * @throws {SearchError} for more names than can be looked up; `place` is where they stand.
 */
export function bodyKey(path: string, quoted: string | undefined, place: { from: number; to: number }): string {
  const key = `${path}${(quoted ?? '').replace(/[\\.]/g, '\\$&')}`
  if (bodyNames(key).length > namesMax) {
    throw new SearchError('these are too many names', `write at most ${namesMax} names behind body.`, place)
  }
  return key
}

/** The names of such a key, from the outermost object inwards. */
export function bodyNames(key: string): string[] {
  return [...key.matchAll(/(?:^|\.)((?:\\.|[^\\.])*)/gs)].map(([, name = '']) => name.replace(/\\(.)/gs, '$1'))
}
