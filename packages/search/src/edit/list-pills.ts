import { printKey } from '../syntax/print-search.ts'
import type { SearchNode, TextRange } from '../syntax/search-node.ts'
import { joinParts, literalsOf, partsOf, writtenParts } from './search-parts.ts'

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

/** Removes a pill; the others stay as they are written. */
export function removePill(text: string, pill: TextRange): string {
  return joinParts(writtenParts(text).filter(({ node }) => node?.from !== pill.from || node.to !== pill.to))
}
