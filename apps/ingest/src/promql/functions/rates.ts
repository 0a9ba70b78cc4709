import type { Window } from '../evaluate/windows.ts'

/** Gaps at the ends of a window that are filled: up to this many times the time between samples. */
const extrapolationThreshold = 1.1

/**
 * The change over a window, extrapolated to its ends as Prometheus does: to the end itself where it is near, by half an
 * interval where it is not, and never back beyond the time when a counter would have been zero.
 */
export function extrapolatedChange(window: Window, isCounter: boolean): number | undefined {
  const { times, values, from, to } = window
  const size = to - from
  if (size < 2) return undefined
  const first = values[from] ?? Number.NaN
  let change = (values[to - 1] ?? Number.NaN) - first
  if (isCounter) change += resetsIn(window)
  const firstAt = times[from] ?? 0
  const lastAt = times[to - 1] ?? 0
  const sampled = (lastAt - firstAt) / 1000
  const between = sampled / (size - 1)
  const threshold = between * extrapolationThreshold
  let before = (firstAt - window.start) / 1000
  let after = (window.end - lastAt) / 1000
  if (before >= threshold) before = between / 2
  if (isCounter && change > 0 && first >= 0) before = Math.min(before, sampled * (first / change))
  if (after >= threshold) after = between / 2
  return change * ((sampled + before + after) / sampled)
}

/** What a counter had reached whenever it began anew. */
function resetsIn({ values, from, to }: Window): number {
  let lost = 0
  for (let index = from + 1; index < to; index++) {
    const before = values[index - 1] ?? Number.NaN
    if ((values[index] ?? Number.NaN) < before) lost += before
  }
  return lost
}

export function rate(window: Window): number | undefined {
  const change = extrapolatedChange(window, true)
  return change === undefined ? undefined : change / ((window.end - window.start) / 1000)
}

/** The change between the last two samples. */
export function instantChange({ times, values, from, to }: Window, isRate: boolean): number | undefined {
  if (to - from < 2) return undefined
  const last = values[to - 1] ?? Number.NaN
  const before = values[to - 2] ?? Number.NaN
  const seconds = ((times[to - 1] ?? 0) - (times[to - 2] ?? 0)) / 1000
  if (seconds === 0) return undefined
  if (!isRate) return last - before
  return (last < before ? last : last - before) / seconds
}

export function changes({ values, from, to }: Window): number {
  let count = 0
  for (let index = from + 1; index < to; index++) {
    const before = values[index - 1] ?? Number.NaN
    const value = values[index] ?? Number.NaN
    if (value !== before && !(Number.isNaN(value) && Number.isNaN(before))) count++
  }
  return count
}

export function resets({ values, from, to }: Window): number {
  let count = 0
  for (let index = from + 1; index < to; index++) {
    if ((values[index] ?? Number.NaN) < (values[index - 1] ?? Number.NaN)) count++
  }
  return count
}
