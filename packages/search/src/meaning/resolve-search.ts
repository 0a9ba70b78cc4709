import { SearchError } from '../search-error.ts'
import { printKey } from '../syntax/print-search.ts'
import { type FieldTerm, isAnything, type RelationTerm, type SearchNode } from '../syntax/search-node.ts'
import { bodyKey } from './body-path.ts'
import { allOf, type Condition, everything } from './condition.ts'
import { resolveAttribute } from './resolve-attribute.ts'
import { resolveField } from './resolve-field.ts'
import { attributePrefixes, findSearchField, freeTextColumns, ownersOf, type SearchSignal } from './search-fields.ts'

/**
 * Finds out what a search means for spans, log records or the series of metrics.
 * @param search `undefined` is the search that everything passes.
 * @throws {SearchError} for values that their field does not have, and for what records of the signal have not.
 */
export function resolveSearch(search: SearchNode | undefined, signal: SearchSignal): Condition {
  return search ? allOf(resolve(search, signal)) : everything
}

function resolve(node: SearchNode, signal: SearchSignal): Condition {
  switch (node.type) {
    case 'and':
      return { type: 'all', of: node.operands.map((operand) => resolve(operand, signal)) }
    case 'or':
      return { type: 'any', of: node.operands.map((operand) => resolve(operand, signal)) }
    case 'not':
      return { type: 'not', of: resolve(node.operand, signal) }
    case 'text':
      return isAnything(node.value)
        ? everything
        : { type: 'contains', columns: freeTextColumns[signal], parts: node.value.parts }
    case 'field':
      return resolveTerm(node, signal)
    case 'relation':
      return resolveRelation(node, signal)
  }
}

function resolveRelation(node: RelationTerm, signal: SearchSignal): Condition {
  if (signal === 'metrics') {
    throw new SearchError(
      `series of metrics have no ${node.relation}`,
      'remove it: exemplars lead from a metric to traces',
      node,
    )
  }
  if (signal === 'logs' && node.relation !== 'trace') {
    throw new SearchError(
      `log records have no ${node.relation}`,
      'trace:(…) finds the records of traces that have such a span',
      node,
    )
  }
  return { type: 'related', relation: node.relation, of: resolveSearch(node.operand, 'spans') }
}

function resolveTerm(term: FieldTerm, signal: SearchSignal): Condition {
  const { path, quoted } = term.key
  if (quoted === undefined) {
    refuseAddress(term)
    const field = findSearchField(path, signal)
    if (field) return resolveField(field, term)
  }
  for (const [prefix, owner] of Object.entries(attributePrefixes)) {
    if (!path.startsWith(prefix)) continue
    // Of what a signal does not have, such keys are those of attributes.
    if (!ownersOf[signal].includes(owner)) break
    const rest = path.slice(prefix.length)
    const key = owner === 'body' ? bodyKey(rest, quoted, term.key) : `${rest}${quoted ?? ''}`
    if (key === '') {
      throw new SearchError('the name of an attribute is missing', `write it behind ${prefix}`, term.key)
    }
    return resolveAttribute(owner, key, term)
  }
  return resolveAttribute('any', `${path}${quoted ?? ''}`, term)
}

/** What was pasted is text, though it looks like a key and a value. */
function refuseAddress(term: FieldTerm): void {
  const [value] = term.match.type === 'values' ? term.match.values : []
  if (!/^(?:https?|wss?|file|ftp)$/i.test(term.key.path) || !value?.parts[0]?.startsWith('//')) return
  throw new SearchError(
    `${printKey(term.key)} is read as a key`,
    'put the address in quotes to search for it as text',
    term,
  )
}
