import { SearchError } from '../search-error.ts'
import { parseSearch } from '../syntax/parse-search.ts'
import { printKey, printSearch } from '../syntax/print-search.ts'
import { type FieldTerm, literal, type SearchKey, type SearchNode, type TextRange } from '../syntax/search-node.ts'

/** One value of one key, as a facet or the menu of an attribute filters by it. */
export interface SearchFilter {
  /** As the language writes it: `service`, `resource.k8s.pod.name`, `attributes."odd key"`. */
  key: string
  value: string
  isNegated?: boolean
}

/** A part of a search that stands by itself: removing it leaves the others as they are. */
export interface SearchPill extends TextRange {
  /** As it is written. */
  text: string
  isNegated: boolean
  /** In normal form, of a pill that asks for values of one key. */
  key?: string
  /** Its plain values; those with wildcards and comparisons are in `text` alone. */
  values?: string[]
}

/** The parts that stand side by side, in order. `undefined` for text that cannot be read. */
export function listPills(text: string): SearchPill[] | undefined {
  return partsOf(text)?.map((node) => ({
    ...{ from: node.from, to: node.to, text: text.slice(node.from, node.to) },
    ...describe(node),
  }))
}

function describe(node: SearchNode): Pick<SearchPill, 'isNegated' | 'key' | 'values'> {
  const isNegated = node.type === 'not'
  const term = isNegated ? node.operand : node
  if (term.type !== 'field') return { isNegated }
  return { isNegated, key: printKey(term.key), values: literalsOf(term) }
}

function literalsOf({ match }: FieldTerm): string[] {
  return match.type === 'values'
    ? match.values.flatMap(({ parts: [text = '', ...more] }) => (more.length > 0 ? [] : text))
    : []
}

/** The operands of the outermost AND; a search of one part is that part. */
function partsOf(text: string): SearchNode[] | undefined {
  try {
    const node = parseSearch(text)
    if (!node) return []
    // What stands in parentheses of its own is one part.
    return node.type === 'and' && node.from === node.operands[0]?.from ? node.operands : [node]
  } catch (error) {
    if (error instanceof SearchError) return undefined
    throw error
  }
}

function termOf({ key, value, isNegated }: SearchFilter): SearchNode {
  const field: FieldTerm = {
    type: 'field',
    key: keyOf(key),
    match: { type: 'values', values: [literal(value)] },
    from: 0,
    to: 0,
  }
  return isNegated ? { type: 'not', operand: field, from: 0, to: 0 } : field
}

/** @throws {SearchError} for text that is no key. */
function keyOf(key: string): SearchKey {
  const node = parseSearch(`${key}:x`)
  if (node?.type === 'field') return node.key
  throw new SearchError('this is no key', 'write it as it stands before a colon', { from: 0, to: key.length })
}

/** The parts as they are written, which an OR makes one in parentheses. */
function writtenParts(text: string): { node: SearchNode | undefined; text: string }[] {
  const parts = partsOf(text)
  if (!parts) return [{ node: undefined, text: text.trim() }]
  return parts.map((node) => ({ node, text: text.slice(node.from, node.to) }))
}

function joinParts(parts: readonly { node?: SearchNode | undefined; text: string }[]): string {
  const isAlone = parts.length === 1
  return parts
    .map(({ node, text }) => (node?.type === 'or' && !isAlone && !text.startsWith('(') ? `(${text})` : text))
    .join(' ')
}

/**
 * Adds a filter, unless it stands there. It takes the place of its opposite.
 * Text that cannot be read stays as it is, with the filter behind it.
 */
export function addFilter(text: string, filter: SearchFilter): string {
  const parts = writtenParts(text)
  const added = printSearch(termOf(filter))
  const opposite = printSearch(termOf({ ...filter, isNegated: !filter.isNegated }))
  if (parts.some(({ node }) => printSearch(node) === added)) return text
  const kept = parts.filter(({ node }) => node === undefined || printSearch(node) !== opposite)
  return joinParts([...kept, { text: added }])
}

/** Removes a filter, also from the list of values it stands in. */
export function removeFilter(text: string, filter: SearchFilter): string {
  const removed = printSearch(termOf(filter))
  const parts = writtenParts(text).flatMap((part) => {
    if (part.node && printSearch(part.node) === removed) return []
    const rest = part.node && withoutValue(part.node, filter)
    return [rest ? { node: rest, text: printSearch(rest) } : part]
  })
  return joinParts(parts)
}

/** Removes a pill; the others stay as they are written. */
export function removePill(text: string, pill: TextRange): string {
  return joinParts(writtenParts(text).filter(({ node }) => node?.from !== pill.from || node.to !== pill.to))
}

function withoutValue(node: SearchNode, filter: SearchFilter): SearchNode | undefined {
  if (node.type === 'not') {
    const operand = filter.isNegated ? withoutValue(node.operand, { ...filter, isNegated: false }) : undefined
    return operand && { ...node, operand }
  }
  if (filter.isNegated || !isValuesOf(node, filter.key)) return undefined
  const values = node.match.values.filter(({ parts }) => parts.length > 1 || parts[0] !== filter.value)
  const isChanged = values.length < node.match.values.length && values.length > 0
  return isChanged ? { ...node, match: { type: 'values', values } } : undefined
}

type ValuesTerm = FieldTerm & { match: Extract<FieldTerm['match'], { type: 'values' }> }

function isValuesOf(node: SearchNode | undefined, key: string): node is ValuesTerm {
  return node?.type === 'field' && node.match.type === 'values' && printKey(node.key) === printKey(keyOf(key))
}

/** The plain values that a key may have, by the parts that stand side by side. */
export function filterValues(text: string, key: string): string[] {
  return writtenParts(text).flatMap(({ node }) => (isValuesOf(node, key) ? literalsOf(node) : []))
}

/** Lets a key have any of these values and no other; none takes the key out. */
export function setFilter(text: string, key: string, values: readonly string[]): string {
  const match: FieldTerm['match'] = { type: 'values', values: values.map(literal) }
  const set =
    values.length > 0 ? [{ text: printSearch({ type: 'field', key: keyOf(key), match, from: 0, to: 0 }) }] : []
  const parts = writtenParts(text)
  const at = parts.findIndex(({ node }) => isValuesOf(node, key))
  if (at < 0) return joinParts([...parts, ...set])
  const rest = (part: (typeof parts)[number]): boolean => !isValuesOf(part.node, key)
  return joinParts([...parts.slice(0, at), ...set, ...parts.slice(at + 1).filter(rest)])
}

/** Lets a key have this value too, or no longer. */
export function toggleFilter(text: string, key: string, value: string): string {
  const values = filterValues(text, key)
  return setFilter(text, key, values.includes(value) ? values.filter((other) => other !== value) : [...values, value])
}
