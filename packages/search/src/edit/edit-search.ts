import { printSearch } from '../syntax/print-search.ts'
import { type FieldTerm, literal, type SearchNode } from '../syntax/search-node.ts'
import { isAbout, joinParts, literalsOf, readKey, replaceParts, writtenParts } from './search-parts.ts'

/** One value of one key, as a facet or the menu of an attribute filters by it. */
export interface SearchFilter {
  /** As the language writes it: `service`, `resource.k8s.pod.name`, `attributes."odd key"`. */
  key: string
  value: string
  isNegated?: boolean
}

const nowhere = { from: 0, to: 0 }

function valuesTerm(key: string, values: readonly string[]): FieldTerm {
  return { type: 'field', key: readKey(key), match: { type: 'values', values: values.map(literal) }, ...nowhere }
}

function termOf({ key, value, isNegated }: SearchFilter): SearchNode {
  const field = valuesTerm(key, [value])
  return isNegated ? { type: 'not', operand: field, ...nowhere } : field
}

/**
 * Adds a filter, unless it stands there. It takes the place of its opposite.
 * Text that cannot be read stays as it is, with the filter behind it.
 */
export function addFilter(text: string, filter: SearchFilter): string {
  const kept = removeFilter(text, { ...filter, isNegated: !filter.isNegated })
  const parts = writtenParts(kept)
  if (parts.some(({ node }) => holdsValue(node, filter))) return kept
  return joinParts([...parts, { text: printSearch(termOf(filter)) }])
}

/** Leaves out records with any of these values, in one term. It takes the place of terms that ask for them. */
export function excludeValues(text: string, key: string, values: readonly string[]): string {
  const kept = values.reduce((search, value) => removeFilter(search, { key, value }), text)
  const exclusion = printSearch({ type: 'not', operand: valuesTerm(key, values), ...nowhere })
  const parts = writtenParts(kept)
  return parts.some((part) => part.text === exclusion) ? kept : joinParts([...parts, { text: exclusion }])
}

/** Asks that a record has no value under a key, unless that stands there. */
export function addAbsence(text: string, key: string): string {
  const anything: FieldTerm = {
    ...valuesTerm(key, []),
    match: { type: 'values', values: [{ parts: ['', ''], ...nowhere }] },
  }
  const absence = printSearch({ type: 'not', operand: anything, ...nowhere })
  const parts = writtenParts(text)
  return parts.some(({ node }) => printSearch(node) === absence) ? text : joinParts([...parts, { text: absence }])
}

/** Removes a filter, also from the list of values it stands in. Text that has no such filter stays as it is. */
export function removeFilter(text: string, filter: SearchFilter): string {
  const parts = writtenParts(text)
  if (!parts.some(({ node }) => node && withoutValue(node, filter) !== node)) return text
  return joinParts(
    parts.flatMap((part) => {
      const rest = part.node && withoutValue(part.node, filter)
      if (rest === part.node) return [part]
      return rest ? [{ node: rest, text: printSearch(rest) }] : []
    }),
  )
}

/** Whether a part lets the value pass, or keeps it out, and no other. */
function holdsValue(node: SearchNode | undefined, filter: SearchFilter): boolean {
  if (node?.type === 'not')
    return filter.isNegated === true && holdsValue(node.operand, { ...filter, isNegated: false })
  return !filter.isNegated && isValuesOf(node, filter.key) && node.match.values.length === 1 && hasValue(node, filter)
}

const hasValue = (node: FieldTerm, { value }: SearchFilter): boolean => literalsOf(node).includes(value)

/** The part without the value: itself where it does not have it, nothing where it has no other. */
function withoutValue(node: SearchNode, filter: SearchFilter): SearchNode | undefined {
  if (node.type === 'not') {
    if (!filter.isNegated) return node
    const operand = withoutValue(node.operand, { ...filter, isNegated: false })
    return operand === node.operand ? node : operand && { ...node, operand }
  }
  if (filter.isNegated || !isValuesOf(node, filter.key) || !hasValue(node, filter)) return node
  const values = node.match.values.filter((value) => {
    const only = { ...node, match: { type: 'values' as const, values: [value] } }
    return !hasValue(only, filter)
  })
  return values.length > 0 ? { ...node, match: { type: 'values', values } } : undefined
}

type ValuesTerm = FieldTerm & { match: Extract<FieldTerm['match'], { type: 'values' }> }

function isValuesOf(node: SearchNode | undefined, key: string): node is ValuesTerm {
  return isAbout(node, key) && node.match.type === 'values'
}

/** The plain values that a key may have, by the parts that stand side by side. */
export function filterValues(text: string, key: string): string[] {
  return writtenParts(text).flatMap(({ node }) => (isValuesOf(node, key) ? literalsOf(node) : []))
}

/** The plain values that a key may not have. */
export function excludedValues(text: string, key: string): string[] {
  return writtenParts(text).flatMap(({ node }) =>
    node?.type === 'not' && isValuesOf(node.operand, key) ? literalsOf(node.operand) : [],
  )
}

/** Lets a key have any of these values and no other; none takes the key out. What it may not have stays. */
export function setFilter(text: string, key: string, values: readonly string[]): string {
  const set = values.length > 0 ? [{ text: printSearch(valuesTerm(key, values)) }] : []
  return replaceParts(writtenParts(text), ({ node }) => isValuesOf(node, key), set)
}

/** Lets a key have this value too, or no longer. A value that is excluded is no longer. */
export function toggleFilter(text: string, key: string, value: string): string {
  const values = filterValues(text, key)
  if (values.includes(value)) {
    return setFilter(
      text,
      key,
      values.filter((other) => other !== value),
    )
  }
  return setFilter(removeFilter(text, { key, value, isNegated: true }), key, [...values, value])
}

/** Lets a key have this value alone: also what it may not have goes. */
export function onlyFilter(text: string, key: string, value: string): string {
  const parts = writtenParts(text)
  const isExclusion = ({ node }: { node?: SearchNode | undefined }) =>
    node?.type === 'not' && isValuesOf(node.operand, key)
  return setFilter(joinParts(parts.filter((part) => !isExclusion(part))), key, [value])
}
