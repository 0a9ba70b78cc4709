import { addTo, kahan, kahanTotal } from '../evaluate/kahan.ts'
import type { Window } from '../evaluate/windows.ts'

interface Line {
  slope: number
  intercept: number
}

/** The straight line nearest to the samples; seconds count from `interceptAt`, milliseconds. */
function regression({ times, values, from, to }: Window, interceptAt: number): Line {
  const sums = { x: kahan(), y: kahan(), xy: kahan(), xx: kahan() }
  const firstValue = values[from] ?? Number.NaN
  let isConstant = true
  for (let index = from; index < to; index++) {
    const x = ((times[index] ?? 0) - interceptAt) / 1000
    const y = values[index] ?? Number.NaN
    if (y !== firstValue) isConstant = false
    addTo(sums.x, x)
    addTo(sums.y, y)
    addTo(sums.xy, x * y)
    addTo(sums.xx, x * x)
  }
  if (isConstant) {
    return Number.isFinite(firstValue)
      ? { slope: 0, intercept: firstValue }
      : { slope: Number.NaN, intercept: Number.NaN }
  }
  const count = to - from
  const [x, y] = [kahanTotal(sums.x), kahanTotal(sums.y)]
  const covariance = kahanTotal(sums.xy) - (x * y) / count
  const variance = kahanTotal(sums.xx) - (x * x) / count
  const slope = covariance / variance
  return { slope, intercept: y / count - (slope * x) / count }
}

export function deriv(window: Window): number | undefined {
  if (window.to - window.from < 2) return undefined
  return regression(window, window.times[window.from] ?? 0).slope
}

/** @param seconds how far ahead of the step. */
export function predictLinear(window: Window, seconds: number): number | undefined {
  if (window.to - window.from < 2) return undefined
  const { slope, intercept } = regression(window, window.stepTime)
  return slope * seconds + intercept
}

/** Holt's smoothing: a level and a trend. */
export function doubleExponentialSmoothing(
  { values, from, to }: Window,
  smoothing: number,
  trendFactor: number,
): number | undefined {
  if (to - from < 2) return undefined
  let before = 0
  let level = values[from] ?? Number.NaN
  let trend = (values[from + 1] ?? Number.NaN) - level
  for (let index = from + 1; index < to; index++) {
    if (index > from + 1) trend = trendFactor * (level - before) + (1 - trendFactor) * trend
    before = level
    level = smoothing * (values[index] ?? Number.NaN) + (1 - smoothing) * (level + trend)
  }
  return level
}
