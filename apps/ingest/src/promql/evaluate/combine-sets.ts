import type { SetOperator, VectorMatching } from '../parse/ast.ts'
import { assemble } from './assemble.ts'
import type { Evaluation } from './evaluation.ts'
import { emptySeries, type StepSeries } from './samples.ts'
import { matchGroups } from './signatures.ts'

/** `and`, `or` and `unless`: at each step, by whether the other side has a value of the same match group. */
export async function combineSets(
  evaluation: Evaluation,
  operator: SetOperator,
  matching: VectorMatching,
  left: readonly StepSeries[],
  right: readonly StepSeries[],
): Promise<StepSeries[]> {
  const groups = matchGroups(matching)
  const leftGroups = groups.numbersOf(left)
  const rightGroups = groups.numbersOf(right)
  if (operator === 'or') {
    const taken = presenceOf(evaluation, left, leftGroups)
    const added = await filter(evaluation, right, rightGroups, taken, false)
    return assemble([...left.map(copy), ...added])
  }
  const other = presenceOf(evaluation, right, rightGroups)
  return filter(evaluation, left, leftGroups, other, operator === 'and')
}

const copy = ({ labels, values, present }: StepSeries): StepSeries => ({
  labels,
  values: values.slice(),
  present: present.slice(),
})

/** Of each group, at which steps any of its series has a value. */
function presenceOf({ steps }: Evaluation, series: readonly StepSeries[], groups: number[]): Map<number, Uint8Array> {
  const presence = new Map<number, Uint8Array>()
  for (const [index, { present }] of series.entries()) {
    const group = groups[index] ?? -1
    const union = presence.get(group) ?? new Uint8Array(steps.count)
    presence.set(group, union)
    for (let step = 0; step < steps.count; step++) if (present[step] === 1) union[step] = 1
  }
  return presence
}

async function filter(
  { steps, budget }: Evaluation,
  series: readonly StepSeries[],
  groups: number[],
  presence: ReadonlyMap<number, Uint8Array>,
  wanted: boolean,
): Promise<StepSeries[]> {
  const results: StepSeries[] = []
  for (const [index, { labels, values, present }] of series.entries()) {
    const other = presence.get(groups[index] ?? -1)
    const result = emptySeries(labels, steps.count)
    for (let step = 0; step < steps.count; step++) {
      if (present[step] === 0 || (other?.[step] === 1) !== wanted) continue
      result.values[step] = values[step] ?? Number.NaN
      result.present[step] = 1
    }
    results.push(result)
    await budget.breathe()
  }
  return results
}
