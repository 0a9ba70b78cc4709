/** Numbers of rows in ascending order, each once. */
type Rows = readonly number[]

/** Binary search is worth it from this ratio of lengths on. */
const searchRatio = 16

export function rowsInBoth(one: Rows, other: Rows): Rows {
  const [few, many] = one.length <= other.length ? [one, other] : [other, one]
  if (few.length * searchRatio < many.length) return few.filter((row) => many[placeOf(many, row)] === row)
  const both: number[] = []
  let at = 0
  for (const row of few) {
    while ((many[at] ?? row) < row) at += 1
    if (many[at] === row) both.push(row)
  }
  return both
}

/** Where a row is, or would be. */
function placeOf(rows: Rows, row: number): number {
  let low = 0
  let high = rows.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((rows[middle] as number) < row) low = middle + 1
    else high = middle
  }
  return low
}

/** @param taken some of `rows`. */
export function rowsWithout(rows: Rows, taken: Rows): Rows {
  if (taken.length === 0) return rows
  if (taken.length === rows.length) return []
  const left: number[] = []
  let at = 0
  for (const row of rows) {
    if (taken[at] === row) at += 1
    else left.push(row)
  }
  return left
}

/** The rows of all lists. */
export function joinRows(lists: readonly Rows[]): Rows {
  const filled = lists.filter(({ length }) => length > 0)
  const [first = []] = filled
  if (filled.length <= 1) return first
  return [...new Set(filled.flat())].sort((a, b) => a - b)
}
