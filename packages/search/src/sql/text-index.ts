import type { Condition } from '../meaning/condition.ts'

const partsMax = 8

/**
 * Whether words may be asked of the text index of log bodies. Where ClickHouse cannot use the index `hasAllTokens` compares words in their
 * case, without a warning: so it was below negations with attributes, and beside several of them. Such searches look at the text itself.
 */
export function usesTextIndex(condition: Condition): boolean {
  const parts = [...conjunction(condition)]
  const attributes = parts.filter(({ type }) => type === 'attribute')
  return parts.length <= partsMax && attributes.length <= 1 && parts.every(isPlainPart)
}

function* conjunction(condition: Condition): Generator<Condition> {
  if (condition.type !== 'all') yield condition
  else for (const part of condition.of) yield* conjunction(part)
}

/** Text or other columns, either with itself only. */
function isPlainPart(condition: Condition): boolean {
  switch (condition.type) {
    case 'any':
      return (
        condition.of.length <= partsMax &&
        (condition.of.every(({ type }) => type === 'contains') || condition.of.every(isColumn))
      )
    case 'not':
      return condition.of.type === 'contains' || isColumn(condition.of)
    default:
      return condition.type === 'contains' || condition.type === 'attribute' || isColumn(condition)
  }
}

function isColumn({ type }: Condition): boolean {
  return (
    type === 'constant' || type === 'equals' || type === 'like' || type === 'code' || type === 'hash' || type === 'id'
  )
}
