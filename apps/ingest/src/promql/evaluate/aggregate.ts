import { quantileOf } from '../functions/quantile.ts'
import type { AggregateExpression, AggregateOperator, Grouping } from '../parse/ast.ts'
import { PromqlError } from '../promql-error.ts'
import type { Evaluation } from './evaluation.ts'
import { addTo, kahan, kahanTotal } from './kahan.ts'
import { dropLabels, keepLabels, type Labels, metricNameLabel, withLabel } from './labels.ts'
import { printFloat } from './print-float.ts'
import { emptySeries, type StepSeries } from './samples.ts'
import { selectMembers } from './select-members.ts'

export interface Group {
  labels: Labels
  members: StepSeries[]
}

/** One value of the values that a group has at a step; there is at least one. */
type Reduce = (values: Float64Array, parameter: number) => number

function mean(values: Float64Array): number {
  const total = kahan()
  for (const value of values) addTo(total, value)
  const sum = kahanTotal(total)
  if (Number.isFinite(sum)) return sum / values.length
  return values.reduce((average, value, index) => {
    const count = index + 1
    const stays = Math.abs(average) === Number.POSITIVE_INFINITY && (value === average || Number.isFinite(value))
    return stays ? average : average + (value / count - average / count)
  }, 0)
}

function variance(values: Float64Array): number {
  let average = 0
  let squares = 0
  for (const [index, value] of values.entries()) {
    const distance = value - average
    average += distance / (index + 1)
    squares += distance * (value - average)
  }
  return squares / values.length
}

/** The first by an order in which NaN loses. */
const extreme = (isBetter: (a: number, b: number) => boolean) => (values: Float64Array) =>
  values.reduce((best, value) => (isBetter(value, best) || Number.isNaN(best) ? value : best), Number.NaN)

const reducers: Partial<Record<AggregateOperator, Reduce>> = {
  sum: (values) => {
    const total = kahan()
    for (const value of values) addTo(total, value)
    return kahanTotal(total)
  },
  avg: mean,
  count: (values) => values.length,
  group: () => 1,
  min: extreme((a, b) => a < b),
  max: extreme((a, b) => a > b),
  stdvar: variance,
  stddev: (values) => Math.sqrt(variance(values)),
  quantile: quantileOf,
}

/** Series by what they have in common, in the order they come. */
export function groupSeries(series: readonly StepSeries[], { without, labels }: Grouping): Group[] {
  const names = new Set(without ? [...labels, metricNameLabel] : labels)
  const groups = new Map<string, Group>()
  for (const one of series) {
    const common = without ? dropLabels(one.labels, names) : keepLabels(one.labels, names)
    const group = groups.get(common.key)
    if (group) group.members.push(one)
    else groups.set(common.key, { labels: common, members: [one] })
  }
  return [...groups.values()]
}

/** @param parameter of `topk`, `quantile` and their like by step; the label's name of `count_values`. */
export async function aggregate(
  evaluation: Evaluation,
  { operator, grouping }: Pick<AggregateExpression, 'operator' | 'grouping'>,
  series: readonly StepSeries[],
  parameter: Float64Array | string | undefined,
): Promise<StepSeries[]> {
  const groups = groupSeries(series, grouping)
  if (typeof parameter === 'string') {
    const isDropped = grouping.without && grouping.labels.includes(parameter)
    return countValues(evaluation, groups, { name: parameter, isDropped })
  }
  const reduce = reducers[operator]
  if (!reduce) return selectMembers(evaluation, operator, groups, parameter ?? new Float64Array())
  const { count } = evaluation.steps
  const results: StepSeries[] = []
  for (const { labels, members } of groups) {
    const result = emptySeries(labels, count)
    const scratch = new Float64Array(members.length)
    for (let step = 0; step < count; step++) {
      const size = gather(members, step, scratch)
      if (size > 0) {
        result.values[step] = reduce(scratch.subarray(0, size), parameter?.[step] ?? Number.NaN)
        result.present[step] = 1
      }
      if ((step & 63) === 0 || members.length > 100) await evaluation.budget.breathe()
    }
    results.push(result)
  }
  return results
}

/** The values that there are at a step. */
function gather(members: readonly StepSeries[], step: number, into: Float64Array): number {
  let size = 0
  for (const { values, present } of members) {
    if (present[step] === 1) into[size++] = values[step] ?? Number.NaN
  }
  return size
}

/**
 * How many members have a value, for each value that there is.
 * @param isDropped whether the label of the value is one of those that `without` leaves out.
 */
async function countValues(
  evaluation: Evaluation,
  groups: readonly Group[],
  { name, isDropped }: { name: string; isDropped: boolean },
): Promise<StepSeries[]> {
  if (name === '') throw new PromqlError('execution', 'invalid label name "": count_values needs one')
  const { count } = evaluation.steps
  const results = new Map<string, StepSeries>()
  for (const { labels, members } of groups) {
    for (const { values, present } of members) {
      for (let step = 0; step < count; step++) {
        if (present[step] === 0) continue
        const own = isDropped ? labels : withLabel(labels, name, printFloat(values[step] ?? Number.NaN))
        const result = results.get(own.key) ?? emptySeries(own, count)
        results.set(own.key, result)
        result.values[step] = (result.values[step] ?? 0) + 1
        result.present[step] = 1
      }
      evaluation.budget.reserve(results.size, count)
      await evaluation.budget.breathe()
    }
  }
  return [...results.values()]
}
