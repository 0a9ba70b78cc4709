import type { Evaluation } from './evaluation.ts'
import type { Labels } from './labels.ts'
import { emptySeries, type SampledSeries, type StepSeries, timeOfStep } from './samples.ts'
import type { RangeSelection } from './select.ts'

/** Samples `[from, to)` of a series, which lie in the window of one step. Times are milliseconds. */
export interface Window {
  times: Float64Array
  values: Float64Array
  from: number
  to: number
  /** Where the window begins and ends. */
  start: number
  end: number
  /** The time of the step, which an offset or `@` moves the window away from. */
  stepTime: number
  step: number
}

/** @returns `undefined` where a window has no value. */
export type WindowFunction = (window: Window) => number | undefined

/** What sorts them, as quantiles do, takes some milliseconds for so many. */
const samplesBetweenBreaths = 10_000

/** Evaluates a function over the window of each step, for each series. Windows without samples have no value. */
export async function overWindows(
  evaluation: Evaluation,
  selection: RangeSelection,
  of: WindowFunction,
  rename: (labels: Labels) => Labels,
): Promise<StepSeries[]> {
  const { count } = evaluation.steps
  evaluation.budget.reserve(selection.series.length, count)
  const results: StepSeries[] = []
  let samples = 0
  for (const sampled of selection.series) {
    const result = emptySeries(rename(sampled.labels), count)
    for (const window of windowsOf(evaluation, selection, sampled)) {
      const value = of(window)
      if (value !== undefined) {
        result.values[window.step] = value
        result.present[window.step] = 1
      }
      samples += window.to - window.from
      if (samples < samplesBetweenBreaths) continue
      samples = 0
      await evaluation.budget.breathe()
    }
    results.push(result)
  }
  return results
}

/** The windows with samples; one object for all of them. */
export function* windowsOf(
  { steps }: Evaluation,
  { ends, range }: RangeSelection,
  { times, values }: SampledSeries,
): Generator<Window> {
  const window: Window = { times, values, from: 0, to: 0, start: 0, end: 0, stepTime: 0, step: 0 }
  for (let step = 0; step < ends.count; step++) {
    window.end = timeOfStep(ends, step)
    window.start = window.end - range
    while (window.to < times.length && (times[window.to] ?? 0) <= window.end) window.to++
    while (window.from < window.to && (times[window.from] ?? 0) <= window.start) window.from++
    if (window.from === window.to) continue
    window.stepTime = timeOfStep(steps, step)
    window.step = step
    yield window
  }
}
