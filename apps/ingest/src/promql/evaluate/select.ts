import type { At, RangeSelector, Subquery, VectorSelector } from '../parse/ast.ts'
import { PromqlError } from '../promql-error.ts'
import { type Evaluation, lookbackMilliseconds } from './evaluation.ts'
import { emptySeries, type SampledSeries, type StepSeries, type Steps, timeOfStep } from './samples.ts'

/** Steps a subquery may take: as many as a question. */
const subqueryStepsMax = 100_000
/** Of a subquery that names no step of its own. */
const subqueryIntervalDefault = 60_000

/** When a selector looks at each step, milliseconds. */
export function selectionTimes(evaluation: Evaluation, shift: { offset: number; at?: At }): Steps {
  const { steps, range } = evaluation
  const { at, offset } = shift
  if (at === undefined) return { ...steps, start: steps.start - offset }
  const fixed = at === 'start' ? range.start : at === 'end' ? range.end : at.milliseconds
  return { start: fixed - offset, interval: 0, count: steps.count }
}

const lastTime = (steps: Steps): number => timeOfStep(steps, steps.count - 1)

/** The last sample of each series at each step, and when it was taken. */
export async function selectInstant(
  evaluation: Evaluation,
  selector: VectorSelector,
): Promise<{ series: StepSeries; times: Float64Array }[]> {
  const steps = selectionTimes(evaluation, selector)
  const samples = await evaluation.source.select({
    matchers: selector.matchers,
    from: steps.start - lookbackMilliseconds + 1,
    to: lastTime(steps),
  })
  evaluation.budget.reserve(samples.length, steps.count)
  const selected: { series: StepSeries; times: Float64Array }[] = []
  for (const sampled of samples) {
    const series = emptySeries(sampled.labels, steps.count)
    const times = new Float64Array(steps.count)
    if (lookBack(sampled, steps, series, times)) selected.push({ series, times })
    await evaluation.budget.breathe()
  }
  return selected
}

/** @returns whether there is any sample. */
function lookBack(sampled: SampledSeries, steps: Steps, into: StepSeries, takenAt: Float64Array): boolean {
  const { times, values, stale } = sampled
  let next = 0
  let isThere = false
  for (let step = 0; step < steps.count; step++) {
    const time = timeOfStep(steps, step)
    while (next < times.length && (times[next] ?? 0) <= time) next++
    const last = next - 1
    const lastAt = times[last]
    if (lastAt === undefined || lastAt <= time - lookbackMilliseconds || stale?.[last]) continue
    into.values[step] = values[last] ?? Number.NaN
    into.present[step] = 1
    takenAt[step] = lastAt
    isThere = true
  }
  return isThere
}

/** Samples over which a window is drawn at each step. */
export interface RangeSelection {
  series: SampledSeries[]
  /** The ends of the windows. */
  ends: Steps
  /** Milliseconds. The end of a window belongs to it, the beginning does not. */
  range: number
}

export async function selectRange(evaluation: Evaluation, { selector, range }: RangeSelector): Promise<RangeSelection> {
  const ends = selectionTimes(evaluation, selector)
  const series = await evaluation.source.select({
    matchers: selector.matchers,
    from: ends.start - range + 1,
    to: lastTime(ends),
  })
  return { series: series.map(withoutStale), ends, range }
}

function withoutStale(series: SampledSeries): SampledSeries {
  const { labels, times, values, stale } = series
  if (!stale) return series
  return {
    labels,
    times: times.filter((_, index) => stale[index] === 0),
    values: values.filter((_, index) => stale[index] === 0),
  }
}

/**
 * Evaluates a subquery at its own steps, which are multiples of its interval.
 * @param evaluateAt evaluates the operand at other steps.
 */
export async function selectSubquery(
  evaluation: Evaluation,
  subquery: Subquery,
  evaluateAt: (steps: Steps) => Promise<StepSeries[]>,
): Promise<RangeSelection> {
  const ends = selectionTimes(evaluation, subquery)
  const interval = subquery.step ?? subqueryIntervalDefault
  const after = ends.start - subquery.range
  const start = (Math.floor(after / interval) + 1) * interval
  const count = Math.floor((lastTime(ends) - start) / interval) + 1
  if (count > subqueryStepsMax) {
    throw new PromqlError(
      'execution',
      `a subquery takes at most ${subqueryStepsMax} steps, this one would take ${count}: enlarge its step or shorten its range`,
    )
  }
  if (count < 1) return { series: [], ends, range: subquery.range }
  const inner = { start, interval, count }
  const series = await evaluateAt(inner)
  return { series: series.map((one) => sampledOf(one, inner)), ends, range: subquery.range }
}

function sampledOf({ labels, values, present }: StepSeries, steps: Steps): SampledSeries {
  const times = new Float64Array(steps.count)
  const kept = new Float64Array(steps.count)
  let size = 0
  for (let step = 0; step < steps.count; step++) {
    if (present[step] === 0) continue
    times[size] = timeOfStep(steps, step)
    kept[size] = values[step] ?? Number.NaN
    size++
  }
  return { labels, times: times.subarray(0, size), values: kept.subarray(0, size) }
}
