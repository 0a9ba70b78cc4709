import { type ArithmeticOperator, type ComparisonOperator, isComparison, type VectorMatching } from '../parse/ast.ts'
import { PromqlError } from '../promql-error.ts'
import { assemble } from './assemble.ts'
import { operation } from './binary-operators.ts'
import type { Evaluation } from './evaluation.ts'
import { dropLabels, dropMetricName, keepLabels, type Labels, labelsOf, labelValue, printLabels } from './labels.ts'
import { emptySeries, type StepSeries } from './samples.ts'
import { matchGroups } from './signatures.ts'

export interface Match {
  operator: ArithmeticOperator | ComparisonOperator
  bool: boolean
  matching: VectorMatching
}

/** The sides by what they are in the match, with the match group of each series. */
interface Sides {
  many: readonly StepSeries[]
  manyGroups: number[]
  one: readonly StepSeries[]
  oneGroups: number[]
  /** Whether the side of many stands on the right. */
  swapped: boolean
  groupCount: number
  commonLabels: readonly Labels[]
}

/** Arithmetic and comparisons of two vectors: each series with the one of its match group on the other side. */
export async function matchVectors(
  evaluation: Evaluation,
  match: Match,
  left: readonly StepSeries[],
  right: readonly StepSeries[],
): Promise<StepSeries[]> {
  const sides = sidesOf(match, left, right)
  const pairs = new Map<number, StepSeries>()
  const partner = new Int32Array(sides.groupCount)
  for (let step = 0; step < evaluation.steps.count; step++) {
    if (!sides.many.some(({ present }) => present[step] === 1)) continue
    findPartners(sides, step, partner)
    joinStep(evaluation, match, sides, step, { partner, pairs })
    if ((step & 15) === 0) {
      evaluation.budget.reserve(pairs.size, evaluation.steps.count)
      await evaluation.budget.breathe()
    }
  }
  return assemble([...pairs].sort(([a], [b]) => a - b).map(([, series]) => series))
}

function sidesOf({ matching }: Match, left: readonly StepSeries[], right: readonly StepSeries[]): Sides {
  const groups = matchGroups(matching)
  const swapped = matching.cardinality === 'one-to-many'
  const [many, one] = swapped ? [right, left] : [left, right]
  const manyGroups = groups.numbersOf(many)
  const oneGroups = groups.numbersOf(one)
  const { commonLabels } = groups
  return { many, manyGroups, one, oneGroups, swapped, groupCount: commonLabels.length, commonLabels }
}

/** The series on the side of one of each group, -1 where there is none at this step. */
function findPartners({ one, oneGroups, swapped, commonLabels }: Sides, step: number, partner: Int32Array): void {
  partner.fill(-1)
  for (let index = 0; index < one.length; index++) {
    if (one[index]?.present[step] !== 1) continue
    const group = oneGroups[index] ?? 0
    const other = one[partner[group] ?? -1]
    if (other) {
      const side = swapped ? 'left' : 'right'
      const both = [other, one[index]].map((series) => (series ? printLabels(series.labels) : '')).join(', ')
      throw new PromqlError(
        'execution',
        `found duplicate series for the match group ${printLabels(commonLabels[group] ?? labelsOf([]))} on the ${side} hand-side of the operation: [${both}];many-to-many matching not allowed: matching labels must be unique on one side`,
      )
    }
    partner[group] = index
  }
}

function joinStep(
  { steps }: Evaluation,
  { operator, bool, matching }: Match,
  { many, manyGroups, one, swapped }: Sides,
  step: number,
  { partner, pairs }: { partner: Int32Array; pairs: Map<number, StepSeries> },
): void {
  const operate = operation(operator)
  const isFilter = isComparison(operator) && !bool
  const seen = new Set<number | string>()
  for (let index = 0; index < many.length; index++) {
    const series = many[index]
    if (series?.present[step] !== 1) continue
    const group = manyGroups[index] ?? 0
    const at = partner[group] ?? -1
    const other = one[at]
    if (!other) continue
    const mine = series.values[step] ?? Number.NaN
    const theirs = other.values[step] ?? Number.NaN
    const [leftValue, rightValue] = swapped ? [theirs, mine] : [mine, theirs]
    const combined = operate(leftValue, rightValue)
    if (isFilter && combined === 0) continue
    const key = index * one.length + at
    const result = pairs.get(key) ?? emptySeries(resultLabels(series, other, { operator, bool, matching }), steps.count)
    pairs.set(key, result)
    refuseSecond(seen, matching, matching.cardinality === 'one-to-one' ? group : result.labels.key)
    result.values[step] = isFilter ? leftValue : combined
    result.present[step] = 1
  }
}

function refuseSecond(seen: Set<number | string>, { cardinality }: VectorMatching, match: number | string): void {
  if (seen.has(match)) {
    throw new PromqlError(
      'execution',
      cardinality === 'one-to-one'
        ? 'multiple matches for labels: many-to-one matching must be explicit (group_left/group_right)'
        : 'multiple matches for labels: grouping labels must ensure unique matches',
    )
  }
  seen.add(match)
}

function resultLabels(many: StepSeries, one: StepSeries, { operator, bool, matching }: Match): Labels {
  const { on, labels, cardinality, include } = matching
  let result = isComparison(operator) && !bool ? many.labels : dropMetricName(many.labels)
  if (cardinality === 'one-to-one') {
    result = on ? keepLabels(result, new Set(labels)) : dropLabels(result, new Set(labels))
  }
  if (include.length === 0) return result
  const own = result.pairs.filter(([name]) => !include.includes(name))
  const copied = include.map((name) => [name, labelValue(one.labels, name)] as const)
  return labelsOf([...own, ...new Map(copied)])
}
