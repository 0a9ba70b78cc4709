/** What a live list holds: rows in sight, rows that wait while it is paused, and how many never came. */
export interface TailBuffer<Row> {
  /** Newest first. */
  rows: readonly Row[]
  /** Newest first, at most as many as `rows` may hold. */
  waiting: readonly Row[]
  /** How many arrived while paused; the oldest of them may have fallen out of `waiting`. */
  waitingCount: number
  skipped: number
}

export const emptyTail: TailBuffer<never> = { rows: [], waiting: [], waitingCount: 0, skipped: 0 }

/** Puts rows in the order of their arrival on top, or lets them wait. Neither list grows beyond `most`. */
export function receiveRows<Row>(
  buffer: TailBuffer<Row>,
  arrived: readonly Row[],
  { paused, most }: { paused: boolean; most: number },
): TailBuffer<Row> {
  const newest = arrived.toReversed()
  if (!paused) return { ...buffer, rows: [...newest, ...buffer.rows].slice(0, most) }
  return {
    ...buffer,
    waiting: [...newest, ...buffer.waiting].slice(0, most),
    waitingCount: buffer.waitingCount + arrived.length,
  }
}

/** Shows what waited. */
export function releaseRows<Row>(buffer: TailBuffer<Row>, most: number): TailBuffer<Row> {
  if (buffer.waitingCount === 0) return buffer
  return { ...buffer, rows: [...buffer.waiting, ...buffer.rows].slice(0, most), waiting: [], waitingCount: 0 }
}
