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

/**
 * The same for lists that are read part by part to their end. At any time a part of each is held.
 * A key that is in both lists stands once, unless its two rows are parts of the list apart.
 */
export async function* mergeNewest<Row extends Placed>(
  first: AsyncIterable<readonly Row[]>,
  second: AsyncGenerator<readonly Row[]>,
  order: PageOrder<Row>,
): AsyncGenerator<readonly Row[]> {
  const isNewer = (a: Row, b: Row): boolean =>
    (compareDecimal(order.timeOf(a), order.timeOf(b)) || comparePlaces(a, b)) > 0
  let waiting: readonly Row[] = []
  let isAtEnd = false
  for await (const rows of first) {
    const last = rows.at(-1)
    if (!last) continue
    for (let lastWaiting = waiting.at(-1); !isAtEnd && (!lastWaiting || isNewer(lastWaiting, last)); ) {
      const next = await second.next()
      isAtEnd = next.done === true
      if (!next.done) waiting = [...waiting, ...next.value]
      lastWaiting = waiting.at(-1)
    }
    const due = waiting.filter((row) => isNewer(row, last))
    waiting = waiting.slice(due.length)
    yield due.length === 0 ? rows : newestFirst(rows, due, order)
  }
  if (waiting.length > 0) yield waiting
  if (!isAtEnd) yield* second
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
