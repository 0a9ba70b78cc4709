/** Live rows above stored ones, each key once. */
export function mergeRows<Row>(
  live: readonly Row[],
  stored: readonly Row[],
  keyOf: (row: Row) => string,
): readonly Row[] {
  if (live.length === 0) return stored
  const seen = new Set<string>()
  const unseen = (row: Row) => {
    const key = keyOf(row)
    if (seen.has(key)) return false
    seen.add(key)
    return true
  }
  return [...live.filter(unseen), ...stored.filter(unseen)]
}
