import { findSearchField } from '../meaning/search-fields.ts'
import { SearchError } from '../search-error.ts'
import { parseSearch } from '../syntax/parse-search.ts'
import { printKey } from '../syntax/print-search.ts'
import type { FieldTerm, SearchKey, SearchNode } from '../syntax/search-node.ts'

/** A part of a search as it is written; without its node where the text cannot be read. */
export interface WrittenPart {
  node?: SearchNode | undefined
  text: string
}

/** The operands of the outermost AND; a search of one part is that part. `undefined` for text that cannot be read. */
export function partsOf(text: string): SearchNode[] | undefined {
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

/** The parts with their text; a text that cannot be read is one part. */
export function writtenParts(text: string): WrittenPart[] {
  const parts = partsOf(text)
  if (!parts) return [{ text: text.trim() }]
  return parts.map((node) => ({ node, text: text.slice(node.from, node.to) }))
}

/** The text of parts that stand side by side: an OR among others is put in parentheses. */
export function joinParts(parts: readonly WrittenPart[]): string {
  const isAlone = parts.length === 1
  return parts
    .map(({ node, text }) => (node?.type === 'or' && !isAlone && !text.startsWith('(') ? `(${text})` : text))
    .join(' ')
}

/** Puts a part in the place of the first that `isReplaced`, or at the end; the others that are go. */
export function replaceParts(
  parts: readonly WrittenPart[],
  isReplaced: (part: WrittenPart) => boolean,
  replacement: readonly WrittenPart[],
): string {
  const at = parts.findIndex(isReplaced)
  if (at < 0) return joinParts([...parts, ...replacement])
  const rest = parts.slice(at + 1).filter((part) => !isReplaced(part))
  return joinParts([...parts.slice(0, at), ...replacement, ...rest])
}

/** @throws {SearchError} for text that is no key. */
export function readKey(key: string): SearchKey {
  const node = parseSearch(`${key}:x`)
  if (node?.type === 'field') return node.key
  throw new SearchError('this is no key', 'write it as it stands before a colon', { from: 0, to: key.length })
}

/** Whether a term is about a key, under whichever of its names. */
export function isAbout(node: SearchNode | undefined, key: string): node is FieldTerm {
  return node?.type === 'field' && nameOf(node.key) === nameOf(readKey(key))
}

function nameOf(key: SearchKey): string {
  const field = key.quoted === undefined ? fieldOf(key.path) : undefined
  return field?.name ?? printKey(key)
}

function fieldOf(path: string) {
  return findSearchField(path, 'spans') ?? findSearchField(path, 'logs')
}

/** The plain values of a term, without those with wildcards; of a field whose values are names, in lower case. */
export function literalsOf({ key, match }: FieldTerm): string[] {
  if (match.type !== 'values') return []
  const hasNames = key.quoted === undefined && fieldOf(key.path)?.type === 'code'
  return match.values.flatMap(({ parts: [text = '', ...more] }) => {
    if (more.length > 0) return []
    return hasNames ? text.toLowerCase() : text
  })
}
