import { compareDecimal } from './compare-decimal.ts'

interface RowOrder<Row> {
  keyOf: (row: Row) => string
  /** Nanoseconds in decimal. */
  timeOf: (row: Row) => string
  /** Of two rows of one key: whether this one takes the place of the one that is known. Always, when absent. */
  replaces?: (row: Row, known: Row) => boolean
}

/** Live and stored rows as one list, the latest first, each key once. Stored rows alone keep the order of the server. */
export function mergeRows<Row>(
  live: readonly Row[],
  stored: readonly Row[],
  { keyOf, timeOf, replaces }: RowOrder<Row>,
): readonly Row[] {
  if (live.length === 0) return stored
  const byKey = new Map<string, Row>()
  for (const row of [...live, ...stored]) {
    const known = byKey.get(keyOf(row))
    if (!known || !replaces || replaces(row, known)) byKey.set(keyOf(row), row)
  }
  return [...byKey.values()].sort((a, b) => compareDecimal(timeOf(b), timeOf(a)))
}
