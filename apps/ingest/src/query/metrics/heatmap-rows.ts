/** Measurements above `from`, up to `to`; both 0 for those that are zero. */
export interface ValueBucket {
  from: number
  to: number
  count: number
}

/**
 * Brings the buckets of all columns to the same rows: every edge that one of them has, neighbours merged until there are
 * at most so many. A bucket that reaches over several rows is shared by them evenly.
 * @param columns buckets by the start of their time.
 * @returns rows from the lowest to the highest bucket that has measurements; cells are time, row and count.
 */
export function heatmapRows(
  columns: ReadonlyMap<number, readonly ValueBucket[]>,
  rowsMax: number,
): { bounds: number[]; cells: [time: number, row: number, count: number][] } {
  const filled = new Map([...columns].map(([time, buckets]) => [time, buckets.filter(({ count }) => count > 0)]))
  const edges = [...new Set([...filled.values()].flat().flatMap(({ from, to }) => [from, to]))].sort((a, b) => a - b)
  if (edges.length === 0) return { bounds: [], cells: [] }
  // Zeros alone have no width: their row ends where the next begins.
  if (edges.length === 1) edges.push(edges[0] === 0 ? 1 : Number.POSITIVE_INFINITY)
  const merged = Math.ceil((edges.length - 1) / rowsMax)
  const bounds = edges.filter((_, index) => index % merged === 0)
  if ((edges.length - 1) % merged !== 0) bounds.push(edges.at(-1) ?? 0)
  const counts = new Map<string, [number, number, number]>()
  for (const [time, buckets] of filled) {
    for (const { from, to, count } of buckets) {
      const [first, last] = rowsOf(bounds, from, to)
      for (let row = first; row <= last; row++) {
        const key = `${time} ${row}`
        const cell = counts.get(key) ?? [time, row, 0]
        cell[2] += count / (last - first + 1)
        counts.set(key, cell)
      }
    }
  }
  return { bounds, cells: [...counts.values()].sort((a, b) => a[0] - b[0] || a[1] - b[1]) }
}

function rowsOf(bounds: readonly number[], from: number, to: number): [first: number, last: number] {
  const rows = bounds.length - 2
  let first = bounds.findIndex((_, index) => (bounds[index + 1] ?? Number.POSITIVE_INFINITY) > from)
  if (first < 0) first = rows
  let last = first
  while (last < rows && (bounds[last + 1] ?? Number.POSITIVE_INFINITY) < to) last += 1
  return [Math.min(first, rows), Math.min(last, rows)]
}
