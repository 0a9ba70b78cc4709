/** What a live list holds: rows in sight, rows that wait while it is paused, and how many never came. */
export interface TailBuffer<Row> {
  /** Newest first. */
  rows: readonly Row[]
  /** Newest first, at most as many as `rows` may hold. */
  waiting: readonly Row[]
  /** How many arrived while paused; the oldest of them may have fallen out of `waiting`. */
  waitingCount: number
  /** Rows that never came, as far as they were counted. */
  skipped: number
  /** More never came, and nobody counted them. */
  hasGap: boolean
}

export const emptyTail: TailBuffer<never> = { rows: [], waiting: [], waitingCount: 0, skipped: 0, hasGap: false }

/** Rows that arrived together, in the order of their arrival; of many only the last are held. */
export interface Arrived<Row> {
  rows: readonly Row[]
  count: number
}

export const nothingArrived: Arrived<never> = { rows: [], count: 0 }

/** Adds rows to those that arrived and were not shown yet. */
export function collectRows<Row>(arrived: Arrived<Row>, rows: readonly Row[], most: number): Arrived<Row> {
  return { rows: [...arrived.rows, ...rows].slice(-most), count: arrived.count + rows.length }
}

/** Puts rows on top, or lets them wait. Neither list grows beyond `most`. */
export function receiveRows<Row>(
  buffer: TailBuffer<Row>,
  arrived: Arrived<Row>,
  { paused, most }: { paused: boolean; most: number },
): TailBuffer<Row> {
  const newest = arrived.rows.toReversed()
  if (!paused) return { ...buffer, rows: [...newest, ...buffer.rows].slice(0, most) }
  return {
    ...buffer,
    waiting: [...newest, ...buffer.waiting].slice(0, most),
    waitingCount: buffer.waitingCount + arrived.count,
  }
}

/** Shows what waited. */
export function releaseRows<Row>(buffer: TailBuffer<Row>, most: number): TailBuffer<Row> {
  if (buffer.waitingCount === 0) return buffer
  return { ...buffer, rows: [...buffer.waiting, ...buffer.rows].slice(0, most), waiting: [], waitingCount: 0 }
}

/** Counts rows that never came. @param count `null` where nobody knows it. */
export function skipRows<Row>(buffer: TailBuffer<Row>, count: number | null): TailBuffer<Row> {
  if (count === null) return { ...buffer, hasGap: true }
  return { ...buffer, skipped: buffer.skipped + count }
}
