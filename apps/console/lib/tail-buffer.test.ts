import { expect, it } from 'vitest'
import {
  collectRows,
  emptyTail,
  nothingArrived,
  receiveRows,
  releaseRows,
  skipRows,
  type TailBuffer,
} from './tail-buffer.ts'

const empty: TailBuffer<number> = emptyTail
const arrived = (...rows: number[]) => ({ rows, count: rows.length })

it('shows rows newest first and never more than the most', () => {
  const first = receiveRows(empty, arrived(1, 2), { paused: false, most: 3 })
  expect(receiveRows(first, arrived(3, 4), { paused: false, most: 3 }).rows).toEqual([4, 3, 2])
})

it('lets rows wait while paused, counts all of them and holds a bounded number', () => {
  const before = receiveRows(empty, arrived(1), { paused: false, most: 3 })
  const paused = receiveRows(before, { rows: [3, 4, 5], count: 400 }, { paused: true, most: 3 })
  expect(paused).toMatchObject({ rows: [1], waiting: [5, 4, 3], waitingCount: 400 })
})

it('holds the last of many rows that arrive between two paints, and counts all', () => {
  const many = collectRows(collectRows(nothingArrived, [1, 2, 3], 3), [4, 5], 3)
  expect(many).toEqual({ rows: [3, 4, 5], count: 5 })
})

it('releases what waited above what was shown', () => {
  const paused = receiveRows({ ...empty, rows: [1] }, arrived(2, 3), { paused: true, most: 10 })
  expect(releaseRows(paused, 10)).toMatchObject({ rows: [3, 2, 1], waiting: [], waitingCount: 0 })
})

it('adds up what was skipped, and remembers that more was than anybody counted', () => {
  expect(skipRows(skipRows(empty, 3), 4)).toMatchObject({ skipped: 7, hasGap: false })
  expect(skipRows(skipRows(empty, 3), null)).toMatchObject({ skipped: 3, hasGap: true })
})
