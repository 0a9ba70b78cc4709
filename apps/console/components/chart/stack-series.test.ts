import { describe, expect, it } from 'vitest'
import type { ChartSeries } from './chart-series.ts'
import { stackSeries } from './stack-series.ts'

const series = (key: string, values: (number | null)[], isPast = false): ChartSeries => ({
  key,
  label: key,
  color: '--service-1',
  values,
  isPast,
})

describe('stackSeries', () => {
  it('puts each series on those before it, and a gap adds nothing', () => {
    const stacked = stackSeries([series('a', [1, 2, null]), series('b', [10, null, 30])], new Set())
    expect(stacked).toEqual([
      { lower: [0, 0, null], upper: [1, 2, null] },
      { lower: [1, null, 0], upper: [11, null, 30] },
    ])
  })

  it('stacks values below zero downwards, so that no part hides another', () => {
    const stacked = stackSeries([series('a', [5]), series('b', [-2]), series('c', [-3])], new Set())
    expect(stacked.map(({ lower, upper }) => [lower[0], upper[0]])).toEqual([
      [0, 5],
      [0, -2],
      [-2, -5],
    ])
  })

  it('leaves no room for hidden series, and none for those that are compared with', () => {
    const all = [series('hidden', [100]), series('past', [7], true), series('b', [1])]
    const [, past, last] = stackSeries(all, new Set(['hidden']))
    expect(past?.upper).toEqual([7])
    expect(last).toEqual({ lower: [0], upper: [1] })
  })
})
