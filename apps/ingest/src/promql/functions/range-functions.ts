import { assemble } from '../evaluate/assemble.ts'
import type { Evaluation } from '../evaluate/evaluation.ts'
import { dropMetricName, type Labels } from '../evaluate/labels.ts'
import { evaluateRange, evaluateScalar } from '../evaluate/operands.ts'
import type { StepSeries } from '../evaluate/samples.ts'
import type { RangeSelection } from '../evaluate/select.ts'
import { overWindows, type WindowFunction, windowsOf } from '../evaluate/windows.ts'
import type { CallExpression, Expression } from '../parse/ast.ts'
import type { FunctionName } from '../parse/function-signatures.ts'
import { PromqlError } from '../promql-error.ts'
import { absent } from './absent.ts'
import { overTime, quantileOverTime } from './over-time.ts'
import { changes, extrapolatedChange, instantChange, rate, resets } from './rates.ts'
import { deriv, doubleExponentialSmoothing, predictLinear } from './trends.ts'

const plain: Partial<Record<FunctionName, WindowFunction>> = {
  ...overTime,
  changes,
  delta: (window) => extrapolatedChange(window, false),
  deriv,
  idelta: (window) => instantChange(window, false),
  increase: (window) => extrapolatedChange(window, true),
  irate: (window) => instantChange(window, true),
  rate,
  resets,
}

/** What they give is a value of the metric itself. */
const keepsName = new Set<FunctionName>(['first_over_time', 'last_over_time'])
const sameLabels = (labels: Labels): Labels => labels

/** Evaluates a function of a range vector at every step. */
export async function rangeFunction(evaluation: Evaluation, { name, args }: CallExpression): Promise<StepSeries[]> {
  const [first, second] = args
  const operand = name === 'quantile_over_time' ? second : first
  if (!operand) throw new TypeError(`${name} has no argument`)
  if (name === 'absent_over_time') {
    const selection = await evaluateRange(evaluation, operand)
    return absent(evaluation, operand, await presenceOf(evaluation, selection))
  }
  const of = plain[name] ?? (await parametrised(evaluation, name, args))
  const selection = await evaluateRange(evaluation, operand)
  return assemble(await overWindows(evaluation, selection, of, keepsName.has(name) ? sameLabels : dropMetricName))
}

async function parametrised(
  evaluation: Evaluation,
  name: FunctionName,
  [first, second, third]: readonly Expression[],
): Promise<WindowFunction> {
  switch (name) {
    case 'predict_linear': {
      const seconds = await evaluateScalar(evaluation, second)
      return (window) => predictLinear(window, seconds[window.step] ?? Number.NaN)
    }
    case 'quantile_over_time': {
      const quantiles = await evaluateScalar(evaluation, first)
      return (window) => quantileOverTime(window, quantiles[window.step] ?? Number.NaN)
    }
    case 'double_exponential_smoothing': {
      const smoothing = await evaluateScalar(evaluation, second)
      const trend = await evaluateScalar(evaluation, third)
      return (window) =>
        doubleExponentialSmoothing(
          window,
          factorOf('smoothing', smoothing[window.step]),
          factorOf('trend', trend[window.step]),
        )
    }
    default:
      throw new PromqlError('execution', `the function ${name} is not supported`)
  }
}

function factorOf(kind: string, factor = Number.NaN): number {
  if (factor > 0 && factor < 1) return factor
  throw new PromqlError('execution', `invalid ${kind} factor, expected: 0 < factor < 1, got: ${factor}`)
}

/** At which steps each series has samples. */
async function presenceOf(evaluation: Evaluation, selection: RangeSelection): Promise<Uint8Array[]> {
  const presence: Uint8Array[] = []
  for (const sampled of selection.series) {
    const present = new Uint8Array(evaluation.steps.count)
    for (const { step } of windowsOf(evaluation, selection, sampled)) present[step] = 1
    presence.push(present)
    await evaluation.budget.breathe()
  }
  return presence
}
