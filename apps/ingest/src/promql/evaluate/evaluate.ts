import { evaluateCall } from '../functions/evaluate-call.ts'
import type { Expression } from '../parse/ast.ts'
import { aggregate } from './aggregate.ts'
import { assemble } from './assemble.ts'
import { evaluateBinary } from './binary.ts'
import type { Evaluation } from './evaluation.ts'
import { dropMetricName } from './labels.ts'
import { evaluateVector } from './operands.ts'
import { emptySeries, type Steps, type StepValues } from './samples.ts'
import { selectInstant } from './select.ts'

/** Evaluates what is no range vector, at every step. */
export async function evaluate(evaluation: Evaluation, expression: Expression): Promise<StepValues> {
  switch (expression.kind) {
    case 'number':
      return { type: 'scalar', values: new Float64Array(evaluation.steps.count).fill(expression.value) }
    case 'string':
      return { type: 'string', value: expression.value }
    case 'parens':
      return evaluate(evaluation, expression.operand)
    case 'unary': {
      const value = await evaluate(evaluation, expression.operand)
      return expression.operator === '-' ? negate(value, evaluation.steps) : value
    }
    case 'selector': {
      const selected = await selectInstant(evaluation, expression)
      return { type: 'vector', series: selected.map(({ series }) => series) }
    }
    case 'binary': {
      const left = await evaluate(evaluation, expression.left)
      const right = await evaluate(evaluation, expression.right)
      return evaluateBinary(evaluation, expression, left, right)
    }
    case 'aggregate': {
      const parameter = expression.parameter && (await evaluate(evaluation, expression.parameter))
      const series = await evaluateVector(evaluation, expression.operand)
      const given =
        parameter?.type === 'scalar' ? parameter.values : parameter?.type === 'string' ? parameter.value : undefined
      return { type: 'vector', series: await aggregate(evaluation, expression, series, given) }
    }
    case 'call':
      return evaluateCall(evaluation, expression)
    case 'range':
    case 'subquery':
      throw new TypeError('a range vector has no value by step')
  }
}

function negate(value: StepValues, { count }: Steps): StepValues {
  if (value.type === 'scalar') return { type: 'scalar', values: value.values.map((one) => -one) }
  if (value.type === 'string') throw new TypeError('text has no sign')
  const series = value.series.map(({ labels, values, present }) => {
    const result = emptySeries(dropMetricName(labels), count)
    result.values.set(values.map((one) => -one))
    result.present.set(present)
    return result
  })
  return { type: 'vector', series: assemble(series) }
}
