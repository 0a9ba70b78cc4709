import { readAttributeValue } from '../meaning/attribute-value.ts'
import type { AttributeOwner, Condition } from '../meaning/condition.ts'

/** What a row may have under a name: as its column holds it, or as an attribute of any type. */
export type RowValue = string | number | bigint | boolean

/** What has the values: a column, or the attribute of a key. */
export type ValueHolder =
  | { column: string }
  | { owner: Extract<AttributeOwner, 'any' | 'record' | 'resource'>; key: string }

/** A condition that is met by rows that have one of some values: whoever knows the rows of each value need not look at the others. */
export interface Equality {
  of: ValueHolder
  values: readonly RowValue[]
}

/** A condition as an equality; `undefined` where it asks anything else. */
export function equalityOf(condition: Condition): Equality | undefined {
  switch (condition.type) {
    case 'equals':
      return { of: condition, values: condition.values }
    case 'id':
      return { of: condition, values: condition.ids }
    case 'hash':
      return { of: condition, values: condition.hashes }
    case 'code':
      return { of: condition, values: condition.codes }
    case 'attribute':
      return attributeEquality(condition)
    default:
      return undefined
  }
}

function attributeEquality({ owner, key, test }: Extract<Condition, { type: 'attribute' }>): Equality | undefined {
  if (test.test !== 'equals') return undefined
  if (owner === 'resource') return { of: { owner, key }, values: test.texts }
  if (owner !== 'any' && owner !== 'record') return undefined
  // A text may stand for a number or a truth value.
  const values = test.texts.flatMap((text) => {
    const { int, double, bool } = readAttributeValue(text)
    return [text, int, double, bool].filter((value) => value !== undefined)
  })
  return { of: { owner, key }, values }
}
