import type { SyntaxNode } from '@lezer/common'
import { parser } from '../grammar/generated/search-parser.ts'
import { quantityExamples } from '../meaning/quantity.ts'
import {
  attributePrefixes,
  findSearchField,
  ownersOf,
  type SearchField,
  type SearchSignal,
  searchFields,
} from '../meaning/search-fields.ts'
import { readPhrase, readWord } from '../syntax/quoting.ts'
import { relations, type TextRange } from '../syntax/search-node.ts'

export interface CompletionOption {
  /** What takes the place of the range. */
  insert: string
  detail: string
  type: 'field' | 'prefix' | 'relation' | 'operator' | 'value'
}

/** What is being typed: a key, or a value of `key`. Keys and values of attributes come from the project's statistics. */
export interface SearchCompletion extends TextRange {
  kind: 'key' | 'value'
  /** What of it stands before the cursor, without quotes and escapes. */
  typed: string
  /** As it is written before the colon; of values alone. */
  key?: string
  /** Whether the value stands in a list, where commas are special too. */
  isInList?: boolean
  options: CompletionOption[]
}

/**
 * What can stand at the cursor. The range is what a choice takes the place of.
 * @returns `undefined` inside of text that is searched for as it stands.
 */
export function completeSearch(text: string, cursor: number, signal: SearchSignal): SearchCompletion | undefined {
  const node = tokenAt(text, cursor)
  switch (node.name) {
    case 'Key':
      return cursor === node.to
        ? valueAt(text, node, { from: cursor, to: cursor }, cursor, signal)
        : keyAt(text, node, cursor, signal)
    case 'Word':
      return keyAt(text, node, cursor, signal)
    case 'ListWord':
    case 'ValueWord':
    case 'Phrase':
    case 'UnclosedPhrase': {
      const key = keyOf(node)
      return key ? valueAt(text, key, node, cursor, signal) : undefined
    }
    case 'Range':
    case 'RangeWord':
    case 'RangeOpen':
    case 'To':
    case 'Comparison':
    case 'StructureKey':
      return undefined
    default: {
      const key = node.name === 'List' || node.parent?.name === 'List' ? keyOf(node) : undefined
      const here = { from: cursor, to: cursor }
      return key ? valueAt(text, key, here, cursor, signal) : keyAt(text, here, cursor, signal)
    }
  }
}

/** The token that ends at the cursor or stands around it, or else what holds the place. */
function tokenAt(text: string, cursor: number): SyntaxNode {
  let found: SyntaxNode | undefined
  const tree = parser.parse(text)
  tree.iterate({
    from: Math.max(0, cursor - 1),
    to: cursor,
    enter: (node) => {
      const holds = node.from < cursor && cursor <= node.to
      if (holds && !node.type.isError && node.node.firstChild === null) found = node.node
    },
  })
  return found ?? tree.resolveInner(cursor, -1)
}

function keyOf(node: SyntaxNode): SyntaxNode | undefined {
  for (let parent = node.parent; parent; parent = parent.parent) {
    if (parent.name === 'Range' || parent.name === 'Compared') return undefined
    if (parent.name === 'Field') return parent.getChild('Key') ?? undefined
  }
  return undefined
}

function keyAt(text: string, { from, to }: TextRange, cursor: number, signal: SearchSignal): SearchCompletion {
  const typed = readWord(text.slice(from, cursor)).join('*')
  const options: CompletionOption[] = [
    ...searchFields
      .filter(({ signals }) => signals.includes(signal))
      .filter(({ name, aliases }) => [name, ...aliases].some((known) => known.startsWith(typed)))
      .map(({ name, description }): CompletionOption => ({ insert: `${name}:`, detail: description, type: 'field' })),
    ...Object.entries(attributePrefixes)
      .filter(([, owner]) => signal !== 'metrics' || ownersOf.metrics.includes(owner))
      .filter(([, owner]) => owner !== 'body' || signal === 'logs')
      .map(
        ([prefix, owner]): CompletionOption => ({
          insert: prefix,
          detail: owner === 'body' ? 'values of a structured body' : `attributes of the ${owner}`,
          type: 'prefix',
        }),
      ),
    ...relations
      .filter((name) => signal === 'spans' || (signal === 'logs' && name === 'trace'))
      .map((name): CompletionOption => ({ insert: `${name}:(`, detail: relationDetails[name], type: 'relation' })),
    ...operators,
  ]
  return {
    kind: 'key',
    from,
    to,
    typed,
    options: options.filter(({ insert, type }) => type === 'field' || insert.startsWith(typed)),
  }
}

const relationDetails = {
  parent: 'the parent of the span',
  child: 'a child of the span',
  trace: 'any span of the trace',
}
const operators: CompletionOption[] = [
  { insert: 'OR ', detail: 'either side', type: 'operator' },
  { insert: 'AND ', detail: 'both sides, as a blank', type: 'operator' },
  { insert: 'NOT ', detail: 'excludes, as -', type: 'operator' },
]

function valueAt(
  text: string,
  key: TextRange,
  { from, to }: TextRange,
  cursor: number,
  signal: SearchSignal,
): SearchCompletion {
  const written = text.slice(from, cursor)
  const typed = written.startsWith('"') ? readPhrase(`${written}"`) : readWord(written).join('*')
  const name = text.slice(key.from, key.to - 1)
  const field = findSearchField(name, signal)
  const options = field ? valuesOf(field).filter(({ insert }) => insert.startsWith(typed)) : []
  const isInList = text.slice(key.to).startsWith('(')
  return { kind: 'value', key: name, isInList, from, to, typed, options }
}

function valuesOf(field: SearchField): CompletionOption[] {
  const value = (insert: string, detail = ''): CompletionOption => ({ insert, detail, type: 'value' })
  if (field.type === 'code') return field.names.map((name) => value(name))
  if (field.type === 'root') return [value('true'), value('false')]
  if (field.type !== 'number') return []
  return ['>', '>=', '<', '<='].map((sign) => value(sign, quantityExamples[field.unit]))
}
