import {
  type ArithmeticOperator,
  type BinaryExpression,
  type ComparisonOperator,
  isComparison,
  isSetOperator,
  type VectorMatching,
} from '../parse/ast.ts'
import { assemble } from './assemble.ts'
import { operation } from './binary-operators.ts'
import { combineSets } from './combine-sets.ts'
import type { Evaluation } from './evaluation.ts'
import { dropMetricName } from './labels.ts'
import { matchVectors } from './match-vectors.ts'
import { emptySeries, type StepSeries, type StepValues } from './samples.ts'

const matchAll: VectorMatching = { on: false, labels: [], cardinality: 'one-to-one', include: [] }

/** Evaluates a binary expression whose sides are evaluated. */
export async function evaluateBinary(
  evaluation: Evaluation,
  expression: BinaryExpression,
  left: StepValues,
  right: StepValues,
): Promise<StepValues> {
  const { operator, bool } = expression
  if (left.type === 'vector' && right.type === 'vector') {
    const matching = expression.matching ?? matchAll
    const series = isSetOperator(operator)
      ? await combineSets(evaluation, operator, matching, left.series, right.series)
      : await matchVectors(evaluation, { operator, bool, matching }, left.series, right.series)
    return { type: 'vector', series }
  }
  if (isSetOperator(operator)) throw new TypeError('set operators need two vectors')
  if (left.type === 'scalar' && right.type === 'scalar') {
    const operate = operation(operator)
    const values = left.values.map((value, step) => operate(value, right.values[step] ?? Number.NaN))
    return { type: 'scalar', values }
  }
  if (left.type === 'vector' && right.type === 'scalar') {
    return { type: 'vector', series: withScalar(evaluation, { operator, bool }, left.series, right.values, false) }
  }
  if (left.type === 'scalar' && right.type === 'vector') {
    return { type: 'vector', series: withScalar(evaluation, { operator, bool }, right.series, left.values, true) }
  }
  throw new TypeError('sides of an operator are numbers')
}

/** A comparison keeps the vector's values that pass it, on whichever side they stand. */
function withScalar(
  evaluation: Evaluation,
  { operator, bool }: { operator: ArithmeticOperator | ComparisonOperator; bool: boolean },
  series: readonly StepSeries[],
  scalar: Float64Array,
  scalarIsLeft: boolean,
): StepSeries[] {
  const operate = operation(operator)
  const isFilter = isComparison(operator) && !bool
  const { count } = evaluation.steps
  const results = series.map(({ labels, values, present }) => {
    const result = emptySeries(isFilter ? labels : dropMetricName(labels), count)
    for (let step = 0; step < count; step++) {
      if (present[step] === 0) continue
      const value = values[step] ?? Number.NaN
      const other = scalar[step] ?? Number.NaN
      const combined = scalarIsLeft ? operate(other, value) : operate(value, other)
      if (isFilter && combined === 0) continue
      result.values[step] = isFilter ? value : combined
      result.present[step] = 1
    }
    return result
  })
  return assemble(results)
}
