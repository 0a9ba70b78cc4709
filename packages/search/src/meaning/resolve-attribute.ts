import { SearchError } from '../search-error.ts'
import { printKey } from '../syntax/print-search.ts'
import { type Comparison, type FieldTerm, isAnything, type SearchValue, type TextRange } from '../syntax/search-node.ts'
import type { AttributeOwner, AttributeTest, Condition } from './condition.ts'
import { quantityExamples, readQuantity } from './quantity.ts'

/** What a term asks of an attribute. */
export function resolveAttribute(owner: AttributeOwner, key: string, term: FieldTerm): Condition {
  if (owner === 'event' && key === 'name') return resolveEventName(term)
  if (owner === 'link' && (key === 'trace_id' || key === 'span_id')) return resolveLink(key, term)
  const attribute = (test: AttributeTest): Condition => ({ type: 'attribute', owner, key, test })
  const { match } = term
  if (match.type === 'values') return anyOf(testsOf(match.values).map(attribute))
  const compare = (comparison: Comparison, value: SearchValue): Condition =>
    attribute({ test: 'compare', comparison, value: numberOf(value, term) })
  if (match.type === 'compared') return compare(match.comparison, match.value)
  return rangeOf(match, compare, () => attribute({ test: 'exists' }))
}

export function anyOf(of: Condition[]): Condition {
  const [only] = of
  return only && of.length === 1 ? only : { type: 'any', of }
}

/** Both ends of a range, as far as they are given. */
export function rangeOf(
  { least, most }: { least: SearchValue; most: SearchValue },
  compare: (comparison: Comparison, value: SearchValue) => Condition,
  unbounded: () => Condition,
): Condition {
  const ends = [
    ...(isAnything(least) ? [] : [compare('>=', least)]),
    ...(isAnything(most) ? [] : [compare('<=', most)]),
  ]
  return ends.length === 0 ? unbounded() : { type: 'all', of: ends }
}

export function literalText({ parts }: SearchValue): string | undefined {
  return parts.length === 1 ? parts[0] : undefined
}

type ValueTest = Exclude<AttributeTest, { test: 'compare' }>

/** The texts of a list are one test: the engine looks them up together. */
function testsOf(values: readonly SearchValue[]): ValueTest[] {
  const texts = values.flatMap((value) => literalText(value) ?? [])
  const others = values
    .filter((value) => literalText(value) === undefined)
    .map((value): ValueTest => (isAnything(value) ? { test: 'exists' } : { test: 'like', parts: value.parts }))
  return texts.length > 0 ? [{ test: 'equals', texts }, ...others] : others
}

function numberOf(value: SearchValue, term: FieldTerm): bigint | number {
  const text = literalText(value)
  const quantity = text === undefined ? undefined : readQuantity(text, 'count')
  if (quantity !== undefined) return quantity
  throw new SearchError(
    `${printKey(term.key)} is an attribute, which is compared with a number`,
    `write ${quantityExamples.count}: the unit of an attribute is not known`,
    value,
  )
}

function resolveEventName(term: FieldTerm): Condition {
  if (term.match.type !== 'values') throw notCompared('the name of an event', term)
  return anyOf(testsOf(term.match.values).map((test) => ({ type: 'eventName', test })))
}

function resolveLink(key: 'trace_id' | 'span_id', term: FieldTerm): Condition {
  if (term.match.type !== 'values') throw notCompared('an id', term)
  return anyOf(
    term.match.values.map((value) => ({
      type: 'linkId',
      column: `links.${key}`,
      id: idOf(literalText(value), key === 'trace_id' ? 16 : 8, value),
    })),
  )
}

export function notCompared(what: string, term: FieldTerm): SearchError {
  const key = printKey(term.key)
  return new SearchError(`${what} has no order`, `write ${key}:value, ${key}:(a OR b) or ${key}:a*`, term)
}

/** @throws {SearchError} */
export function idOf(text: string | undefined, bytes: 8 | 16, place: TextRange): string {
  const id = text?.toLowerCase()
  if (id !== undefined && id.length === bytes * 2 && /^[0-9a-f]+$/.test(id)) return id
  throw new SearchError('this is no id', `an id has ${bytes * 2} hex characters`, place)
}
