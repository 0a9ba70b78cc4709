import { expect, it } from 'vitest'
import { explicitQuantile, mergeExplicit } from './explicit-quantile.ts'

it('a quantile lies on the line through its bucket', () => {
  const buckets = { bounds: [1, 2, 4], counts: [1, 2, 1, 0] }
  expect([0, 0.25, 0.5, 0.75, 1].map((quantile) => explicitQuantile(buckets, quantile))).toEqual([0, 1, 1.5, 2, 4])
})

it('a quantile beyond the last bound is the last bound, and of nothing there is none', () => {
  expect(explicitQuantile({ bounds: [1, 2], counts: [0, 0, 5] }, 0.5)).toBe(2)
  expect(explicitQuantile({ bounds: [], counts: [5] }, 0.5)).toBeUndefined()
  expect(explicitQuantile({ bounds: [1, 2], counts: [0, 0, 0] }, 0.5)).toBeUndefined()
  expect(explicitQuantile({ bounds: [-2, -1], counts: [1, 0, 0] }, 1)).toBe(-2)
})

it('histograms add up, each count at its own upper bound', () => {
  const merged = mergeExplicit([
    { bounds: [1, 2], counts: [1, 2, 3] },
    { bounds: [1, 2], counts: [1, 2, 3] },
    { bounds: [1.5], counts: [10, 1] },
  ])
  expect(merged).toEqual({ bounds: [1, 1.5, 2], counts: [2, 10, 4, 7] })
})
