import { describe, expect, it } from 'vitest'
import { boundMarks, bucketText, moveCell } from './heatmap-buckets.ts'

describe('boundMarks', () => {
  it('stand between the rows, and leave out ends that are open', () => {
    expect(boundMarks([null, 1, 2, null], 10)).toEqual([
      { share: 1 / 3, value: 1 },
      { share: 2 / 3, value: 2 },
    ])
  })

  it('are never more than there is room for', () => {
    const marks = boundMarks(
      Array.from({ length: 161 }, (_, index) => index),
      12,
    )
    expect(marks.length).toBeLessThanOrEqual(12)
    expect(marks[0]).toEqual({ share: 0, value: 0 })
    expect(boundMarks([], 12)).toEqual([])
  })
})

describe('bucketText', () => {
  it('says which ends are open', () => {
    const write = (value: number) => `${value} s`
    expect(bucketText(1, 2, write)).toBe('1 s – 2 s')
    expect(bucketText(null, 2, write)).toBe('up to 2 s')
    expect(bucketText(1, null, write)).toBe('above 1 s')
  })
})

describe('moveCell', () => {
  const size = { columnCount: 3, rowCount: 2 }

  it('begins at the newest column, goes on by arrows and stays inside', () => {
    expect(moveCell(null, 'ArrowUp', size)).toEqual({ column: 2, row: 0 })
    expect(moveCell({ column: 2, row: 0 }, 'ArrowRight', size)).toEqual({ column: 2, row: 0 })
    expect(moveCell({ column: 2, row: 0 }, 'ArrowUp', size)).toEqual({ column: 2, row: 1 })
    expect(moveCell({ column: 1, row: 1 }, 'Escape', size)).toBeNull()
    expect(moveCell(null, 'x', size)).toBeUndefined()
  })
})
