import { writePath, writePhrase, writeValue } from './quoting.ts'
import { relations, type SearchKey, type SearchMatch, type SearchNode } from './search-node.ts'

/**
 * Writes a search in its one normal form: `-` for NOT, blanks for AND, quotes where they are needed.
 * Reading it again gives the same search, but for the places.
 */
export function printSearch(node: SearchNode | undefined): string {
  return node ? print(node) : ''
}

function print(node: SearchNode): string {
  switch (node.type) {
    case 'and':
      return node.operands.map((operand) => (isJunction(operand) ? `(${print(operand)})` : print(operand))).join(' ')
    case 'or':
      return node.operands
        .map((operand) => (operand.type === 'or' ? `(${print(operand)})` : print(operand)))
        .join(' OR ')
    case 'not':
      return isJunction(node.operand) ? `-(${print(node.operand)})` : `-${print(node.operand)}`
    case 'text':
      return writeValue(node.value.parts, 'text')
    case 'field':
      return `${printKey(node.key)}:${printMatch(node.match)}`
    case 'relation':
      return `${node.relation}:(${print(node.operand)})`
  }
}

function isJunction({ type }: SearchNode): boolean {
  return type === 'and' || type === 'or'
}

export function printKey({ path, quoted }: Omit<SearchKey, 'from' | 'to'>): string {
  return quoted === undefined ? writePath(path, relations) : `${writePath(path, [])}${writePhrase(quoted)}`
}

export function printMatch(match: SearchMatch): string {
  if (match.type === 'compared') return `${match.comparison}${writeValue(match.value.parts, 'value')}`
  if (match.type === 'range') {
    return `[${writeValue(match.least.parts, 'range')} TO ${writeValue(match.most.parts, 'range')}]`
  }
  const [only] = match.values
  if (only && match.values.length === 1) return writeValue(only.parts, 'value')
  return `(${match.values.map(({ parts }) => writeValue(parts, 'list')).join(' OR ')})`
}
