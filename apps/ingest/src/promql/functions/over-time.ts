import { addTo, kahan, kahanTotal } from '../evaluate/kahan.ts'
import type { Window, WindowFunction } from '../evaluate/windows.ts'
import { quantileOf } from './quantile.ts'

const valuesIn = ({ values, from, to }: Window): Float64Array => values.subarray(from, to)

function sum(window: Window): number {
  const total = kahan()
  for (const value of valuesIn(window)) addTo(total, value)
  return kahanTotal(total)
}

/** The mean: by the sum, or step by step where the sum leaves the range of numbers. */
function average(window: Window): number {
  const total = sum(window)
  if (Number.isFinite(total)) return total / (window.to - window.from)
  let mean = 0
  let count = 0
  for (const value of valuesIn(window)) {
    count++
    if (!Number.isFinite(mean) && !Number.isNaN(mean) && (value === mean || Number.isFinite(value))) continue
    mean += value / count - mean / count
  }
  return mean
}

function variance(window: Window): number {
  const mean = kahan()
  const squares = kahan()
  let count = 0
  for (const value of valuesIn(window)) {
    count++
    const distance = value - (mean.sum + mean.compensation)
    addTo(mean, distance / count)
    addTo(squares, distance * (value - (mean.sum + mean.compensation)))
  }
  return (squares.sum + squares.compensation) / count
}

function greatest(window: Window): number {
  let result = Number.NaN
  for (const value of valuesIn(window)) if (value > result || Number.isNaN(result)) result = value
  return result
}

function least(window: Window): number {
  let result = Number.NaN
  for (const value of valuesIn(window)) if (value < result || Number.isNaN(result)) result = value
  return result
}

function medianDistance(window: Window): number {
  const values = valuesIn(window)
  const median = quantileOf(values, 0.5)
  return quantileOf(
    values.map((value) => Math.abs(value - median)),
    0.5,
  )
}

/** What is told of the values in a window, whatever their order; the first and last too. */
export const overTime = {
  avg_over_time: average,
  count_over_time: ({ from, to }) => to - from,
  first_over_time: ({ values, from }) => values[from],
  last_over_time: ({ values, to }) => values[to - 1],
  mad_over_time: medianDistance,
  max_over_time: greatest,
  min_over_time: least,
  present_over_time: () => 1,
  stddev_over_time: (window) => Math.sqrt(variance(window)),
  stdvar_over_time: variance,
  sum_over_time: sum,
} as const satisfies Record<string, WindowFunction>

export const quantileOverTime = (window: Window, quantile: number): number => quantileOf(valuesIn(window), quantile)
