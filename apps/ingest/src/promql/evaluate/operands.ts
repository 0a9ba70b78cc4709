import { type Expression, withoutParens } from '../parse/ast.ts'
import type { Evaluation } from './evaluation.ts'
import type { StepSeries } from './samples.ts'
import { type RangeSelection, selectRange, selectSubquery } from './select.ts'

/** @throws {TypeError} for what `checkExpression` would not let pass, as the others here. */
export async function evaluateVector(
  evaluation: Evaluation,
  expression: Expression | undefined,
): Promise<StepSeries[]> {
  const value = expression && (await evaluation.evaluate(evaluation, expression))
  if (value?.type === 'vector') return value.series
  throw new TypeError('expected a vector')
}

export async function evaluateScalar(
  evaluation: Evaluation,
  expression: Expression | undefined,
): Promise<Float64Array> {
  const value = expression && (await evaluation.evaluate(evaluation, expression))
  if (value?.type === 'scalar') return value.values
  throw new TypeError('expected a number')
}

/** The samples behind a range vector. */
export function evaluateRange(evaluation: Evaluation, expression: Expression): Promise<RangeSelection> {
  const inner = withoutParens(expression)
  if (inner.kind === 'range') return selectRange(evaluation, inner)
  if (inner.kind !== 'subquery') throw new TypeError(`expected a range vector, got ${inner.kind}`)
  return selectSubquery(evaluation, inner, (steps) => evaluateVector({ ...evaluation, steps }, inner.operand))
}
