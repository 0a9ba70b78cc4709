import type { TimeBounds } from './time-bounds.ts'

/** Shorter ranges lie in one or two parts of the table anyway. */
const dividedMillisecondsMin = 4 * 3_600_000
const partsOfRange = 48

/**
 * Reads as a list that is newest first does: a read in the order of the key opens every part of the table that may hold rows,
 * so the newest 48th is read alone, then as far as its rows say that the page will be full, then what is left.
 * @param mayDivide false reads all at once.
 * @param read reads a part and says what share of the rows that are wanted there are by now; 1 ends it.
 */
export async function readNewestFirst(
  bounds: TimeBounds,
  mayDivide: boolean,
  read: (part: TimeBounds) => Promise<number>,
): Promise<void> {
  const { fromMilliseconds, toMilliseconds } = bounds
  const length = toMilliseconds - fromMilliseconds
  const isDivided = mayDivide && length >= dividedMillisecondsMin
  let start = isDivided ? toMilliseconds - Math.ceil(length / partsOfRange) : fromMilliseconds
  let share = await read({ fromMilliseconds: start, toMilliseconds })
  if (share > 0 && share < 1 && start > fromMilliseconds) {
    const second = startOfSecond(bounds, start, share)
    share = await read({ fromMilliseconds: second, toMilliseconds: start })
    start = second
  }
  if (share < 1 && start > fromMilliseconds) await read({ fromMilliseconds, toMilliseconds: start })
}

/** Where the second part begins: half again as far back as rows that come evenly would fill the page, or with the bounds if that is most of them. */
function startOfSecond({ fromMilliseconds, toMilliseconds }: TimeBounds, end: number, share: number): number {
  const length = Math.ceil((toMilliseconds - end) * (1 / share - 1) * 1.5)
  return length * 2 > end - fromMilliseconds ? fromMilliseconds : end - length
}

/**
 * A long range as two, the newer first, for statements at once. Rows that an index finds lie far apart, and ClickHouse reads their
 * columns on one thread: two statements read them on two. Not for what is scanned, which takes all threads as it is.
 */
export function halvesOf(bounds: TimeBounds): TimeBounds[] {
  const { fromMilliseconds, toMilliseconds } = bounds
  const length = toMilliseconds - fromMilliseconds
  if (length < dividedMillisecondsMin) return [bounds]
  const middle = fromMilliseconds + Math.floor(length / 2)
  return [
    { fromMilliseconds: middle, toMilliseconds },
    { fromMilliseconds, toMilliseconds: middle },
  ]
}
