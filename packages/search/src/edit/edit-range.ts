import { printSearch } from '../syntax/print-search.ts'
import { type FieldTerm, isAnything, literal, type SearchMatch, type SearchValue } from '../syntax/search-node.ts'
import { isAbout, readKey, replaceParts, type WrittenPart, writtenParts } from './search-parts.ts'

/** The ends of what a key may be, as they are written: `500ms`. */
export interface SearchBounds {
  least?: string
  most?: string
}

/** What bounds a key, by the parts that stand side by side: `duration:>1s`, `duration:[100ms TO 2s]`. */
export function filterBounds(text: string, key: string): SearchBounds {
  let bounds: SearchBounds = {}
  for (const { node } of writtenParts(text)) {
    if (isAbout(node, key)) bounds = { ...boundsOf(node.match), ...bounds }
  }
  return bounds
}

/** Bounds a key; both ends are inside. No end takes the bounds away. Other terms of the key stay. */
export function setBounds(text: string, key: string, { least, most }: SearchBounds): string {
  const match: SearchMatch | undefined =
    least !== undefined && most !== undefined
      ? { type: 'range', least: literal(least), most: literal(most) }
      : least !== undefined
        ? { type: 'compared', comparison: '>=', value: literal(least) }
        : most !== undefined
          ? { type: 'compared', comparison: '<=', value: literal(most) }
          : undefined
  const term = (of: SearchMatch): FieldTerm => ({ type: 'field', key: readKey(key), match: of, from: 0, to: 0 })
  const isBound = ({ node }: WrittenPart): boolean => isAbout(node, key) && node.match.type !== 'values'
  return replaceParts(writtenParts(text), isBound, match ? [{ text: printSearch(term(match)) }] : [])
}

function boundsOf(match: SearchMatch): SearchBounds {
  if (match.type === 'values') return {}
  if (match.type === 'range') return { ...end('least', match.least), ...end('most', match.most) }
  return match.comparison.startsWith('>') ? end('least', match.value) : end('most', match.value)
}

function end(name: 'least' | 'most', value: SearchValue): SearchBounds {
  return isAnything(value) ? {} : { [name]: value.parts.join('*') }
}
