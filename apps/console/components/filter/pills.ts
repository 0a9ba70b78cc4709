import { listPills, removePill, type SearchPill } from '@hanzo/search'
import type { FilterPill } from './filter-pills.tsx'

/** The parts of a search but for words to find, which the field itself tells. */
export function queryPills(query: string, onChange: (query: string) => void): FilterPill[] {
  const pills = listPills(query)?.filter((pill) => !isWords(pill)) ?? []
  return pills.map((pill) => ({
    ...pillText(pill),
    id: `query ${pill.from} ${pill.text}`,
    onRemove: () => onChange(removePill(query, pill)),
  }))
}

function isWords({ key, isNegated, text }: SearchPill): boolean {
  // Groups and terms about other spans have parentheses.
  return key === undefined && !isNegated && (text.startsWith('"') || !/[:(]/.test(text))
}

function pillText({ key, isNegated, text, values = [] }: SearchPill): Pick<FilterPill, 'field' | 'operator' | 'value'> {
  const [only] = values
  const bare = isNegated ? text.replace(/^(?:-|NOT\s+)/, '') : text
  if (key === undefined) return { field: isNegated ? 'not' : '', operator: '', value: bare }
  const isPlain = values.length === 1 && only !== undefined && only !== ''
  const operator = isNegated ? '≠' : '='
  if (isPlain) return { field: key, operator, value: only }
  const sought = bare.slice(bare.indexOf(':') + 1)
  // `duration:>1s` is read as one compares: duration > 1s.
  const [comparison = ''] = /^[<>]=?/.exec(sought) ?? []
  if (comparison === '') return { field: key, operator, value: sought }
  return { field: isNegated ? `not ${key}` : key, operator: comparison, value: sought.slice(comparison.length) }
}
