import type { SyntaxNode } from '@lezer/common'
import { parser } from '../grammar/generated/search-parser.ts'
import { SearchError } from '../search-error.ts'
import { readPhrase, readWord } from './quoting.ts'
import type { Comparison, FieldTerm, Relation, SearchKey, SearchMatch, SearchNode, SearchValue } from './search-node.ts'
import { syntaxProblem } from './syntax-problem.ts'

export const searchCharactersMax = 4096
/** What one query of the engine is asked at most. */
export const searchTermsMax = 100
const depthMax = 30

/**
 * Reads a search.
 * @returns `undefined` for text without a term, which everything passes.
 * @throws {SearchError}
 */
export function parseSearch(text: string): SearchNode | undefined {
  if (text.length > searchCharactersMax) {
    throw new SearchError('this search is too long', `at most ${searchCharactersMax} characters are read`, {
      from: searchCharactersMax,
      to: text.length,
    })
  }
  const tree = parser.parse(text)
  const problem = syntaxProblem(tree, text)
  if (problem) throw problem
  const first = tree.topNode.firstChild
  return first ? readNode(first, { text, terms: 0 }, 0) : undefined
}

interface Reading {
  text: string
  terms: number
}

function readNode(node: SyntaxNode, reading: Reading, depth: number): SearchNode {
  const { from, to } = node
  if (depth > depthMax) throw new SearchError('this is nested too deep', `at most ${depthMax} levels are read`, node)
  if (isTerm(node) && ++reading.terms > searchTermsMax) {
    throw new SearchError('these are too many terms', `at most ${searchTermsMax} are read; key:(a OR b) is one`, node)
  }
  switch (node.name) {
    case 'Conjunction':
      return { type: 'and', operands: operandsOf(node, reading, depth), from, to }
    case 'Disjunction':
      return { type: 'or', operands: operandsOf(node, reading, depth), from, to }
    case 'Negation':
      return { type: 'not', operand: innerOf(node, reading, depth), from, to }
    case 'Group':
      return { ...innerOf(node, reading, depth), from, to }
    case 'Structure':
      return readStructure(node, reading, depth)
    case 'Field':
      return readField(node, reading)
    default:
      return { type: 'text', value: readValue(node, reading), from, to }
  }
}

const terms = new Set(['Field', 'Structure', 'Phrase', 'Word'])
const operands = new Set(['Conjunction', 'Disjunction', 'Negation', 'Group', ...terms])
const isTerm = ({ name }: SyntaxNode): boolean => terms.has(name)

function childrenOf(node: SyntaxNode): SyntaxNode[] {
  const children: SyntaxNode[] = []
  for (let child = node.firstChild; child; child = child.nextSibling) children.push(child)
  return children
}

function operandsOf(node: SyntaxNode, reading: Reading, depth: number): SearchNode[] {
  return childrenOf(node)
    .filter(({ name }) => operands.has(name))
    .map((child) => readNode(child, reading, depth + 1))
}

function innerOf(node: SyntaxNode, reading: Reading, depth: number): SearchNode {
  const inner = childrenOf(node).find(({ name }) => operands.has(name))
  if (!inner) throw new SearchError('nothing stands in these parentheses', 'write a term in them, or remove them', node)
  return readNode(inner, reading, depth + 1)
}

function readStructure(node: SyntaxNode, reading: Reading, depth: number): SearchNode {
  const [key, operand] = childrenOf(node)
  const { from, to } = node
  const relation = reading.text.slice(from, key?.to).slice(0, -1) as Relation
  if (operand?.name === 'Group')
    return { type: 'relation', relation, operand: innerOf(operand, reading, depth + 1), from, to }
  const id = relation === 'trace' ? ' or trace_id:<id>' : relation === 'parent' ? ' or parent_id:<id>' : ''
  throw new SearchError(
    `${relation}: takes terms in parentheses`,
    `write ${relation}:(${reading.text.slice(operand?.from, operand?.to)})${id}`,
    node,
  )
}

function readField(node: SyntaxNode, reading: Reading): FieldTerm {
  const [key, value] = childrenOf(node)
  const { from, to } = node
  // The grammar has both, or else there was a syntax problem.
  if (!key || !value) throw new SearchError('this is not understood', 'write key:value', node)
  return { type: 'field', key: readKey(key, reading), match: readMatch(value, reading), from, to }
}

function readKey({ from, to }: SyntaxNode, { text }: Reading): SearchKey {
  const written = text.slice(from, to - 1)
  const bare = /^(?:\\[\s\S]|[^"\\])*/.exec(written)?.[0] ?? ''
  const place = { from, to: to - 1 }
  const path = bare.replace(/\\([\s\S])/g, '$1')
  return bare.length === written.length
    ? { path, ...place }
    : { path, quoted: readPhrase(written.slice(bare.length)), ...place }
}

function readMatch(node: SyntaxNode, reading: Reading): SearchMatch {
  if (node.name === 'Compared') {
    const [comparison, value] = childrenOf(node)
    if (comparison && value) {
      const sign = reading.text.slice(comparison.from, comparison.to) as Comparison
      return { type: 'compared', comparison: sign, value: readValue(value, reading) }
    }
  }
  if (node.name === 'Range') {
    const [least, most] = childrenOf(node).filter(isValue)
    if (least && most) return { type: 'range', least: readValue(least, reading), most: readValue(most, reading) }
  }
  if (node.name === 'List') return readList(node, reading)
  return { type: 'values', values: [readValue(node, reading)] }
}

const isValue = ({ name }: SyntaxNode): boolean => name === 'RangeWord' || name === 'ListWord' || name === 'Phrase'

function readList(node: SyntaxNode, reading: Reading): SearchMatch {
  const values = childrenOf(node).filter(isValue)
  const keyword = values.find(
    ({ name, from, to }) => name === 'ListWord' && /^(?:AND|NOT)$/.test(reading.text.slice(from, to)),
  )
  if (keyword) {
    const word = reading.text.slice(keyword.from, keyword.to)
    throw new SearchError(
      `${word} stands in a list of values`,
      `a list finds any of its values: key:(a OR b). For ${word} write the key again, or put the word in quotes`,
      keyword,
    )
  }
  if (values.length === 0) throw new SearchError('this list is empty', 'write values in it: key:(a OR b)', node)
  return { type: 'values', values: values.map((value) => readValue(value, reading)) }
}

function readValue({ name, from, to }: SyntaxNode, { text }: Reading): SearchValue {
  const written = text.slice(from, to)
  return { parts: name === 'Phrase' ? [readPhrase(written)] : readWord(written), from, to }
}
