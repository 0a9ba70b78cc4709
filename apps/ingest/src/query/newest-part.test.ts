import { describe, expect, it } from 'vitest'
import { halvesOf, readNewestFirst } from './newest-part.ts'

const hour = 3_600_000
const day = { fromMilliseconds: 0, toMilliseconds: 24 * hour }

/** The hours of the parts that are read of rows which come evenly, so many in 24 hours, for a page of a hundred. */
async function partsOf(rows: number, bounds = day, mayDivide = true): Promise<[from: number, to: number][]> {
  const parts: [number, number][] = []
  let found = 0
  await readNewestFirst(bounds, mayDivide, async ({ fromMilliseconds, toMilliseconds }) => {
    parts.push([fromMilliseconds / hour, toMilliseconds / hour])
    found += Math.floor((rows * (toMilliseconds - fromMilliseconds)) / (24 * hour))
    return found / 100
  })
  return parts
}

describe('a list that is newest first', () => {
  it('is read of the newest 48th alone when that fills the page', async () => {
    expect(await partsOf(4_800)).toEqual([[23.5, 24]])
  })

  it('is read half again as far as its rows say that it has to be', async () => {
    expect(await partsOf(2_400)).toEqual([
      [23.5, 24],
      [22.75, 23.5],
    ])
  })

  it.each([
    ['nothing', 0],
    ['few', 50],
    ['so many that most of the range is needed', 120],
  ])('is read in two parts that leave nothing out where the newest has %s', async (_, rows) => {
    expect(await partsOf(rows)).toEqual([
      [23.5, 24],
      [0, 23.5],
    ])
  })

  it('is read to its end where the second part did not have what it promised', async () => {
    const parts: number[][] = []
    await readNewestFirst(day, true, async ({ fromMilliseconds, toMilliseconds }) => {
      parts.push([fromMilliseconds / hour, toMilliseconds / hour])
      return 0.5
    })
    expect(parts).toEqual([
      [23.5, 24],
      [22.75, 23.5],
      [0, 22.75],
    ])
  })

  it('is read at once where its range is short, or may not be divided', async () => {
    const short = { fromMilliseconds: 0, toMilliseconds: 3 * hour }
    expect(await partsOf(0, short)).toEqual([[0, 3]])
    expect(await partsOf(0, day, false)).toEqual([[0, 24]])
  })
})

describe('the halves of a range', () => {
  it('leave nothing out and share nothing, the newer first', () => {
    expect(halvesOf({ fromMilliseconds: 1, toMilliseconds: 4 * hour + 2 })).toEqual([
      { fromMilliseconds: 2 * hour + 1, toMilliseconds: 4 * hour + 2 },
      { fromMilliseconds: 1, toMilliseconds: 2 * hour + 1 },
    ])
  })

  it('are the range itself where it is short', () => {
    const short = { fromMilliseconds: 0, toMilliseconds: 4 * hour - 1 }
    expect(halvesOf(short)).toEqual([short])
  })
})
