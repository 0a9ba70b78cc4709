import { describe, expect, it } from 'vitest'
import { alignSeries, rangeWithThresholds, seriesFigures, valueRange } from './chart-series.ts'

describe('seriesFigures', () => {
  it('leaves gaps out', () => {
    expect(seriesFigures([null, 2, null, 6, null])).toEqual({ last: 6, min: 2, avg: 4, max: 6, sum: 8 })
    expect(seriesFigures([null])).toEqual({ last: null, min: null, avg: null, max: null, sum: null })
  })
})

describe('valueRange', () => {
  it('begins at zero, unless the values lie in a narrow band far away', () => {
    expect(valueRange(5, 100)[0]).toBe(0)
    expect(valueRange(95, 100)[0]).toBeGreaterThan(90)
    expect(valueRange(-100, -5)[1]).toBe(0)
  })

  it('has a height for one value, for zero and for none', () => {
    expect(valueRange(4, 4)).toEqual([0, 5])
    expect(valueRange(0, 0)).toEqual([0, 1])
    expect(valueRange(null, null)).toEqual([0, 1])
  })
})

describe('alignSeries', () => {
  it('puts series on one row of times and leaves gaps where a series has no point', () => {
    const aligned = alignSeries(
      [
        {
          points: [
            [10, 1],
            [20, 2],
          ],
        },
        {
          points: [
            [20, 5],
            [30, null],
          ],
        },
      ],
      10,
    )
    expect(aligned).toEqual({
      times: [10, 20, 30],
      values: [
        [1, 2, null],
        [null, 5, null],
      ],
    })
  })

  it('breaks a line where no series has a bucket', () => {
    expect(
      alignSeries(
        [
          {
            points: [
              [10, 1],
              [50, 2],
            ],
          },
        ],
        10,
      ),
    ).toEqual({ times: [10, 20, 50], values: [[1, null, 2]] })
  })
})

describe('rangeWithThresholds', () => {
  it('reaches to a threshold near the values, and not to one that would flatten them', () => {
    expect(rangeWithThresholds([0, 10], [])).toEqual([0, 10])
    expect(rangeWithThresholds([0, 10], [{ value: 8 }])).toEqual([0, 10])
    const [low, high] = rangeWithThresholds([0, 10], [{ value: 15 }, { value: 1000 }, { value: -5 }])
    expect(low).toBeLessThan(-5)
    expect(high).toBeGreaterThan(15)
    expect(high).toBeLessThan(20)
  })
})
