import type { TraceStructure } from '@hanzo/schema/api'

/** Hexadecimal digits of a span id. */
export const idLength = 16

/** The id at a place; of a place after the last span that of a missing parent. */
export function spanIdAt({ spanIds, missingParentIds }: TraceStructure, place: number): string {
  const at = place * idLength
  return at < spanIds.length
    ? spanIds.slice(at, at + idLength)
    : (missingParentIds[place - spanIds.length / idLength] ?? '')
}

/** The place of a span, or of a missing parent; -1 where there is none. */
export function placeOfSpan({ spanIds, missingParentIds }: TraceStructure, spanId: string): number {
  for (let at = spanIds.indexOf(spanId); at >= 0; at = spanIds.indexOf(spanId, at + 1)) {
    if (at % idLength === 0) return at / idLength
  }
  const missing = missingParentIds.indexOf(spanId)
  return missing < 0 ? -1 : spanIds.length / idLength + missing
}
