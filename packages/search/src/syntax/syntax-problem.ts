import type { SyntaxNode, Tree } from '@lezer/common'
import { SearchError } from '../search-error.ts'

/** The first thing in the tree that is not of the language, as an error for whoever typed it. */
export function syntaxProblem(tree: Tree, text: string): SearchError | undefined {
  let first: SyntaxNode | undefined
  tree.iterate({
    enter: (node) => {
      if (!first && (node.type.isError || node.name === 'UnclosedPhrase')) first = node.node
      return first === undefined
    },
  })
  if (!first) return undefined
  if (first.name === 'UnclosedPhrase') {
    return new SearchError('this quote is not closed', 'add a " at the end of the phrase', first)
  }
  return strayText(first, text) ?? missingPart(first, text)
}

const strays: Record<string, [message: string, hint: string]> = {
  ')': ['no ( is open that this ) could close', 'remove it, or put the text in quotes'],
  ']': ['no [ is open that this ] could close', 'a range is written duration:[100ms TO 2s]'],
  ':': ['a key is missing before the colon', 'write key:value, or put the text in quotes'],
  '\\': ['nothing follows the backslash', 'write \\\\ for a backslash itself, or put the text in quotes'],
  OR: ['OR stands between two terms', 'write a term before it, or "OR" in quotes to search for the word'],
  AND: ['AND stands between two terms', 'write a term before it, or "AND" in quotes to search for the word'],
}

function strayText(node: SyntaxNode, text: string): SearchError | undefined {
  // Where the tree ends before the text does, the next character is the one that has no place in it.
  const isEnd = node.from === node.to && node.parent?.name === 'Query'
  const found = isEnd ? text.slice(node.from).trimStart().charAt(0) : text.slice(node.from, node.to).trim()
  const stray = strays[found]
  if (!stray) return undefined
  const from = text.indexOf(found, node.from)
  return new SearchError(stray[0], stray[1], { from, to: from + found.length })
}

function missingPart(node: SyntaxNode, text: string): SearchError {
  const parent = node.parent ?? node
  const before = text.slice(parent.from, node.from).trim()
  const at = { from: node.from, to: node.to }
  switch (parent.name) {
    case 'Field':
      return new SearchError(
        `a value is missing after ${before}`,
        `write it right behind the colon, without a blank, in quotes if it has blanks itself: ${before}"a value"`,
        { from: parent.from, to: node.from },
      )
    case 'Compared':
      return new SearchError(`a value is missing after ${before}`, `write it right behind, without a blank`, parent)
    case 'Range':
      return new SearchError('this range is not complete', 'a range is written [100ms TO 2s]; * leaves an end open', {
        from: parent.from,
        to: parent.from + before.length,
      })
    case 'Group':
    case 'List':
      if (text[parent.from] !== '(') {
        return new SearchError('something is missing before this )', 'write a value or a term there', {
          from: parent.from,
          to: parent.from + 1,
        })
      }
      return new SearchError('this ( is not closed', 'add a ) where the group ends', {
        from: parent.from,
        to: parent.from + 1,
      })
    case 'Structure':
      return new SearchError(
        `terms are missing after ${before}`,
        `write them in parentheses: ${before}(status:error)`,
        {
          from: parent.from,
          to: node.from,
        },
      )
    case 'Negation':
      return new SearchError(`${before} excludes nothing`, 'write a term right behind it, or put it in quotes', parent)
    case 'Disjunction':
    case 'Conjunction': {
      const word = /(?:OR|AND)$/.exec(text.slice(0, node.from).trimEnd())?.[0]
      if (word) return new SearchError(`${word} stands between two terms`, 'write a term behind it, or remove it', at)
      break
    }
  }
  return new SearchError('this is not understood', 'put it in quotes to search for it as text', at)
}
