import type { AggregateOperator } from '../parse/ast.ts'
import { PromqlError } from '../promql-error.ts'
import type { Group } from './aggregate.ts'
import type { Evaluation } from './evaluation.ts'
import { emptySeries, type StepSeries } from './samples.ts'

/** @returns below 0 where the first comes before the second; NaN comes last either way. */
export function compareValues(a: number, b: number, descending: boolean): number {
  if (Number.isNaN(a)) return Number.isNaN(b) ? 0 : 1
  if (Number.isNaN(b)) return -1
  if (a === b) return 0
  return a > b === descending ? -1 : 1
}

/**
 * `topk`, `bottomk` and `limitk`: the first so many members of each group at each step, with their own labels. Of equal
 * ones those win that come first.
 * @param sizes how many, by step.
 */
export async function selectMembers(
  evaluation: Evaluation,
  operator: AggregateOperator,
  groups: readonly Group[],
  sizes: Float64Array,
): Promise<StepSeries[]> {
  const { count } = evaluation.steps
  const results: StepSeries[] = []
  for (const { members } of groups) {
    const outputs = members.map(({ labels }) => emptySeries(labels, count))
    let order: number[] = []
    for (let step = 0; step < count; step++) {
      order = firstMembers(members, operator, step, sizeAt(sizes, step))
      for (const index of order) copyStep(members[index], outputs[index], step)
      if ((step & 63) === 0 || members.length > 100) await evaluation.budget.breathe()
    }
    // An instant answer shows them in their order.
    if (count === 1) results.push(...order.flatMap((index) => outputs[index] ?? []))
    else results.push(...outputs)
  }
  return results
}

function copyStep(from: StepSeries | undefined, to: StepSeries | undefined, step: number): void {
  if (!from || !to) return
  to.values[step] = from.values[step] ?? Number.NaN
  to.present[step] = 1
}

function sizeAt(sizes: Float64Array, step: number): number {
  const size = sizes[step] ?? 0
  if (Number.isFinite(size) && Math.abs(size) < 2 ** 63) return Math.trunc(size)
  throw new PromqlError('execution', `scalar value ${size} overflows int64`)
}

function firstMembers(
  members: readonly StepSeries[],
  operator: AggregateOperator,
  step: number,
  size: number,
): number[] {
  const present = members.flatMap((member, index) => (member.present[step] === 1 ? [index] : []))
  if (operator === 'limitk') return present.slice(0, Math.max(0, size))
  const valueAt = (index: number) => members[index]?.values[step] ?? Number.NaN
  const isTop = operator === 'topk'
  present.sort((a, b) => compareValues(valueAt(a), valueAt(b), isTop))
  return present.slice(0, Math.max(0, size))
}
