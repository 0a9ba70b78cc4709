import { compareDecimal } from './compare-decimal.ts'

interface PageOrder<Row> {
  /** Nanoseconds in decimal. */
  timeOf: (row: Row) => string
  /** A key that is in both lists stands once, where it is newest. */
  keyOf: (row: Row) => string
}

/** A row's place in a list that is newest first, behind its time. `sequence` is decimal. */
interface Placed {
  spanId: string
  sequence: string
}

/**
 * One page of two lists that are newest first, each with one row more than the page where it has more.
 * @returns `last` is the page's last row where another page follows.
 */
export function mergePage<Row extends Placed>(
  first: readonly Row[],
  second: readonly Row[],
  limit: number,
  order: PageOrder<Row>,
): { page: Row[]; last: Row | undefined } {
  const rows = second.length === 0 ? first : newestFirst(first, second, order)
  const page = rows.slice(0, limit)
  return { page, last: rows.length > limit ? page.at(-1) : undefined }
}

function newestFirst<Row extends Placed>(
  first: readonly Row[],
  second: readonly Row[],
  { timeOf, keyOf }: PageOrder<Row>,
): Row[] {
  const from = (rows: readonly Row[], list: number) => rows.map((row) => ({ row, list }))
  const listOf = new Map<string, number>()
  return [...from(first, 0), ...from(second, 1)]
    .sort(({ row: a }, { row: b }) => compareDecimal(timeOf(b), timeOf(a)) || comparePlaces(b, a))
    .filter(({ row, list }) => {
      const key = keyOf(row)
      const known = listOf.get(key)
      if (known === undefined) listOf.set(key, list)
      return known === undefined || known === list
    })
    .map(({ row }) => row)
}

function comparePlaces(a: Placed, b: Placed): number {
  if (a.spanId !== b.spanId) return a.spanId < b.spanId ? -1 : 1
  return compareDecimal(a.sequence, b.sequence)
}
