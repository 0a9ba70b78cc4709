import { SearchError } from '../search-error.ts'
import { parseSearch } from '../syntax/parse-search.ts'
import { bodyKey } from './body-path.ts'
import type { AttributeOwner } from './condition.ts'
import { attributePrefixes, findSearchField, ownersOf, type SearchField, type SearchSignal } from './search-fields.ts'

/** What a list shows of each record under a key, or groups them by: a field, or an attribute of one owner. */
export type SearchColumn =
  | { type: 'field'; field: SearchField }
  | { type: 'attribute'; owner: Exclude<AttributeOwner, 'event' | 'link'>; key: string }

/**
 * Reads a key as it stands before a colon: `model`, `http.route`, `resource.k8s.pod.name`, `attributes."odd key"`.
 * @throws {SearchError} for text that is no key, and for attributes of which a record has many.
 */
export function resolveColumn(key: string, signal: SearchSignal): SearchColumn {
  const place = { from: 0, to: key.length }
  const node = key === '' ? undefined : parseSearch(`${key}:x`)
  const isWhole = node?.type === 'field' && node.match.type === 'values' && node.match.values[0]?.parts[0] === 'x'
  if (!isWhole || node.to !== key.length + 2) {
    throw new SearchError('this is no key', 'write it as it stands before a colon, as http.route', place)
  }
  const { path, quoted } = node.key
  const field = quoted === undefined ? findSearchField(path, signal) : undefined
  if (field) return { type: 'field', field }
  for (const [prefix, owner] of Object.entries(attributePrefixes)) {
    if (!path.startsWith(prefix)) continue
    if (!ownersOf[signal].includes(owner)) break
    if (owner === 'event' || owner === 'link') {
      throw new SearchError(`a span has many ${owner}s`, 'choose an attribute of the span itself', place)
    }
    const rest = path.slice(prefix.length)
    const name = owner === 'body' ? bodyKey(rest, quoted, place) : `${rest}${quoted ?? ''}`
    if (name === '') throw new SearchError('the name of an attribute is missing', `write it behind ${prefix}`, place)
    return { type: 'attribute', owner, key: name }
  }
  return { type: 'attribute', owner: 'any', key: `${path}${quoted ?? ''}` }
}
