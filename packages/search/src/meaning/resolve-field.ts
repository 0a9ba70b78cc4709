import { SearchError } from '../search-error.ts'
import { printKey } from '../syntax/print-search.ts'
import { type Comparison, type FieldTerm, isAnything, type SearchValue } from '../syntax/search-node.ts'
import { type Condition, everything } from './condition.ts'
import { quantityExamples, readQuantity } from './quantity.ts'
import { anyOf, idOf, literalText, notCompared, rangeOf } from './resolve-attribute.ts'
import { openStates, type SearchField } from './search-fields.ts'

type FieldOf<T extends SearchField['type']> = Extract<SearchField, { type: T }>

/**
 * What a term asks of a field.
 * @throws {SearchError} where the field has no such values.
 */
export function resolveField(field: SearchField, term: FieldTerm): Condition {
  switch (field.type) {
    case 'string':
      return resolveString(field, term)
    case 'text':
      return resolveText(field, term)
    case 'code':
      return resolveCode(field, term)
    case 'number':
      return resolveNumber(field, term)
    case 'id':
      return resolveId(field, term)
    case 'hash':
      return resolveHash(field, term)
    case 'root':
      return resolveRoot(term)
  }
}

/** Values of a term that cannot be compared. */
function valuesOf(what: string, term: FieldTerm): SearchValue[] {
  if (term.match.type === 'values') return term.match.values
  throw notCompared(what, term)
}

const not = (of: Condition): Condition => ({ type: 'not', of })

function resolveString({ column }: FieldOf<'string'>, term: FieldTerm): Condition {
  const texts: string[] = []
  const others: Condition[] = []
  for (const value of valuesOf('text', term)) {
    const text = literalText(value)
    if (text !== undefined) texts.push(text)
    else if (isAnything(value)) others.push(not({ type: 'equals', column, values: [''] }))
    else others.push({ type: 'like', column, parts: value.parts })
  }
  return anyOf(texts.length > 0 ? [{ type: 'equals', column, values: texts }, ...others] : others)
}

function resolveText({ columns }: FieldOf<'text'>, term: FieldTerm): Condition {
  const [column] = columns
  return anyOf(
    valuesOf('text', term).map(({ parts, ...place }) =>
      isAnything({ parts, ...place }) && column
        ? not({ type: 'equals', column, values: [''] })
        : { type: 'contains', columns, parts },
    ),
  )
}

function resolveCode(field: FieldOf<'code'>, term: FieldTerm): Condition {
  const { match } = term
  if (match.type === 'values') return anyOf(match.values.flatMap((value) => codesOf(field, value)))
  if (!field.ordered) throw notCompared(`a ${field.name}`, term)
  const compare = (comparison: Comparison, value: SearchValue): Condition => {
    const bound = indexOf(field, value)
    const names = field.names.map((_, name) => name).filter((name) => compares(name, comparison, bound))
    return { type: 'code', column: field.column, codes: names.flatMap(field.codesOf) }
  }
  return match.type === 'compared' ? compare(match.comparison, match.value) : rangeOf(match, compare, () => everything)
}

function compares(a: number, comparison: Comparison, b: number): boolean {
  return comparison === '<' ? a < b : comparison === '<=' ? a <= b : comparison === '>' ? a > b : a >= b
}

function codesOf(field: FieldOf<'code'>, value: SearchValue): Condition[] {
  if (isAnything(value)) return [everything]
  const name = field.names[indexOf(field, value)]
  const open = openStates.find((state) => field.column === 'status_code' && state === name)
  if (open) return [{ type: 'open', state: open }]
  return [{ type: 'code', column: field.column, codes: field.codesOf(indexOf(field, value)) }]
}

function indexOf(field: FieldOf<'code'>, value: SearchValue): number {
  const index = field.names.indexOf(literalText(value)?.toLowerCase() ?? '')
  if (index >= 0) return index
  throw new SearchError(`${field.name} has no such value`, `it is one of ${field.names.join(', ')}`, value)
}

function resolveNumber(field: FieldOf<'number'>, term: FieldTerm): Condition {
  const { columns, isAlways } = field
  const present: Condition = isAlways ? everything : { type: 'number', columns, comparison: '!=', value: 0n }
  const number = (comparison: Comparison | '=', value: SearchValue): Condition => ({
    type: 'number',
    columns,
    comparison,
    value: quantityOf(field, term, value),
  })
  const { match } = term
  if (match.type === 'compared') return number(match.comparison, match.value)
  if (match.type === 'range') return rangeOf(match, number, () => present)
  return anyOf(match.values.map((value) => (isAnything(value) ? present : number('=', value))))
}

function quantityOf({ unit, name }: FieldOf<'number'>, term: FieldTerm, value: SearchValue): bigint | number {
  const text = literalText(value)
  const quantity = text === undefined ? undefined : readQuantity(text, unit)
  if (quantity !== undefined) return quantity
  const needsUnit = unit === 'nanoseconds' && text !== undefined && /^\d+(?:\.\d+)?$/.test(text)
  throw new SearchError(
    needsUnit ? `${name} needs a unit` : `${name} has no such value`,
    needsUnit
      ? `write ${printKey(term.key)}:>${text}ms or ${text}s`
      : `write a quantity such as ${quantityExamples[unit]}`,
    value,
  )
}

function resolveId({ column, bytes }: FieldOf<'id'>, term: FieldTerm): Condition {
  const ids: string[] = []
  const others: Condition[] = []
  for (const value of valuesOf('an id', term)) {
    if (isAnything(value)) others.push(not({ type: 'id', column, ids: ['0'.repeat(bytes * 2)] }))
    else if (value.parts.length > 1) {
      others.push({ type: 'idLike', column, parts: value.parts.map((part) => part.toLowerCase()) })
    } else ids.push(idOf(literalText(value), bytes, value))
  }
  return anyOf(ids.length > 0 ? [{ type: 'id', column, ids }, ...others] : others)
}

function resolveHash({ column }: FieldOf<'hash'>, term: FieldTerm): Condition {
  const values = valuesOf('an id', term)
  const named = values.filter((value) => !isAnything(value))
  const hashes = named.map((value) => BigInt(`0x${idOf(literalText(value), 8, value)}`))
  return anyOf([
    ...(hashes.length > 0 ? [{ type: 'hash', column, hashes } as const] : []),
    ...(named.length < values.length ? [not({ type: 'hash', column, hashes: [0n] })] : []),
  ])
}

function resolveRoot(term: FieldTerm): Condition {
  return anyOf(
    valuesOf('root', term).map((value) => {
      const text = literalText(value)?.toLowerCase()
      if (text === 'true') return { type: 'root' }
      if (text === 'false') return not({ type: 'root' })
      throw new SearchError('root is true or false', 'write root:true or root:false', value)
    }),
  )
}
