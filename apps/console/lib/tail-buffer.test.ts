import { expect, it } from 'vitest'
import { emptyTail, receiveRows, releaseRows, type TailBuffer } from './tail-buffer.ts'

const empty: TailBuffer<number> = emptyTail

it('shows rows newest first and never more than the most', () => {
  const first = receiveRows(empty, [1, 2], { paused: false, most: 3 })
  expect(receiveRows(first, [3, 4], { paused: false, most: 3 }).rows).toEqual([4, 3, 2])
})

it('lets rows wait while paused, counts all of them and holds a bounded number', () => {
  const paused = receiveRows(receiveRows(empty, [1], { paused: false, most: 3 }), [2, 3, 4, 5], {
    paused: true,
    most: 3,
  })
  expect(paused).toMatchObject({ rows: [1], waiting: [5, 4, 3], waitingCount: 4 })
})

it('releases what waited above what was shown', () => {
  const paused = receiveRows({ ...empty, rows: [1] }, [2, 3], { paused: true, most: 10 })
  expect(releaseRows(paused, 10)).toMatchObject({ rows: [3, 2, 1], waiting: [], waitingCount: 0 })
})
