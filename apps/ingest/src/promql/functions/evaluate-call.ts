import { assemble } from '../evaluate/assemble.ts'
import type { Evaluation } from '../evaluate/evaluation.ts'
import { compareLabels, dropMetricName, labelValue, noLabels } from '../evaluate/labels.ts'
import { evaluateScalar, evaluateVector } from '../evaluate/operands.ts'
import { emptySeries, type StepSeries, type StepValues, timeOfStep } from '../evaluate/samples.ts'
import { selectInstant } from '../evaluate/select.ts'
import { compareValues } from '../evaluate/select-members.ts'
import { type CallExpression, type Expression, withoutParens } from '../parse/ast.ts'
import type { FunctionName } from '../parse/function-signatures.ts'
import { PromqlError } from '../promql-error.ts'
import { absent } from './absent.ts'
import { histogramQuantile } from './histogram-quantile.ts'
import { labelJoin, labelReplace } from './label-functions.ts'
import { rangeFunction } from './range-functions.ts'
import { timeFunctions, type ValueFunction, valueFunctions } from './value-functions.ts'

type Call = (evaluation: Evaluation, call: CallExpression) => Promise<StepValues>

const vector = (series: StepSeries[]): StepValues => ({ type: 'vector', series })

/** Evaluates a call of any function at every step. */
export async function evaluateCall(evaluation: Evaluation, call: CallExpression): Promise<StepValues> {
  const special = calls[call.name]
  if (special) return special(evaluation, call)
  const ofValue = valueFunctions[call.name]
  if (ofValue) return mapValues(evaluation, call, ofValue)
  const ofTime = timeFunctions[call.name]
  if (ofTime) return mapTimes(evaluation, call, ofTime)
  return vector(await rangeFunction(evaluation, call))
}

const textsOf = (args: readonly Expression[]): string[] =>
  args.map((argument) => {
    const inner = withoutParens(argument)
    return inner.kind === 'string' ? inner.value : ''
  })

async function mapValues(evaluation: Evaluation, { args }: CallExpression, of: ValueFunction): Promise<StepValues> {
  const [operand, ...rest] = args
  const series = await evaluateVector(evaluation, operand)
  const parameters: Float64Array[] = []
  for (const argument of rest) parameters.push(await evaluateScalar(evaluation, argument))
  const { count } = evaluation.steps
  const results = series.map(({ labels, values, present }) => {
    const result = emptySeries(dropMetricName(labels), count)
    for (let step = 0; step < count; step++) {
      if (present[step] === 0) continue
      const at = (index: number) => parameters[index]?.[step] ?? Number.NaN
      const value = of(values[step] ?? Number.NaN, at(0), at(1))
      if (value === undefined) continue
      result.values[step] = value
      result.present[step] = 1
    }
    return result
  })
  return vector(assemble(results))
}

function stepSeconds({ steps }: Evaluation): Float64Array {
  return Float64Array.from({ length: steps.count }, (_, step) => timeOfStep(steps, step) / 1000)
}

async function mapTimes(
  evaluation: Evaluation,
  call: CallExpression,
  of: (seconds: number) => number,
): Promise<StepValues> {
  if (call.args.length > 0) return mapValues(evaluation, call, of)
  return vector([ofAllSteps(stepSeconds(evaluation).map(of))])
}

/** A series without labels, with a value at each step. */
const ofAllSteps = (values: Float64Array): StepSeries => ({
  labels: noLabels,
  values,
  present: new Uint8Array(values.length).fill(1),
})

/** Of a selector alone it is the time of the sample, of anything else that of the step. */
const timestamp: Call = async (evaluation, { args: [argument] }) => {
  const inner = argument && withoutParens(argument)
  if (inner?.kind !== 'selector') {
    const seconds = stepSeconds(evaluation)
    const series = await evaluateVector(evaluation, argument)
    return vector(
      assemble(
        series.map(({ labels, present }) => ({
          labels: dropMetricName(labels),
          values: seconds.slice(),
          present: present.slice(),
        })),
      ),
    )
  }
  const selected = await selectInstant(evaluation, inner)
  return vector(
    assemble(
      selected.map(({ series: { labels, present }, times }) => ({
        labels: dropMetricName(labels),
        values: times.map((time) => time / 1000),
        present,
      })),
    ),
  )
}

/** The one value of a vector of one; NaN of any other. */
const scalar: Call = async (evaluation, { args: [argument] }) => {
  const series = await evaluateVector(evaluation, argument)
  const values = new Float64Array(evaluation.steps.count).fill(Number.NaN)
  for (let step = 0; step < values.length; step++) {
    const present = series.filter((one) => one.present[step] === 1)
    if (present.length === 1) values[step] = present[0]?.values[step] ?? Number.NaN
  }
  return { type: 'scalar', values }
}

/** Order means something in instant answers alone; others are ordered by labels. */
const sort =
  (descending: boolean): Call =>
  async (evaluation, { args: [argument] }) => {
    const series = await evaluateVector(evaluation, argument)
    const first = ({ values }: StepSeries) => values[0] ?? Number.NaN
    return vector(series.toSorted((a, b) => compareValues(first(a), first(b), descending)))
  }

const sortByLabel =
  (descending: boolean): Call =>
  async (evaluation, { args: [argument, ...rest] }) => {
    const series = await evaluateVector(evaluation, argument)
    const names = textsOf(rest)
    const natural = new Intl.Collator('en', { numeric: true })
    const compare = (a: StepSeries, b: StepSeries): number => {
      for (const name of names) {
        const order = natural.compare(labelValue(a.labels, name), labelValue(b.labels, name))
        if (order !== 0) return order
      }
      return compareLabels(a.labels, b.labels)
    }
    return vector(series.toSorted((a, b) => (descending ? compare(b, a) : compare(a, b))))
  }

const refuseNative: Call = async (_evaluation, { name }) => {
  throw new PromqlError(
    'execution',
    `${name} needs native histograms, which are not supported: use the _count, _sum and _bucket series of the metric`,
  )
}

const calls: Partial<Record<FunctionName, Call>> = {
  absent: async (evaluation, { args: [argument] }) => {
    const series = await evaluateVector(evaluation, argument)
    const presence = series.map(({ present }) => present)
    return vector(argument ? absent(evaluation, argument, presence) : [])
  },
  histogram_avg: refuseNative,
  histogram_count: refuseNative,
  histogram_fraction: refuseNative,
  histogram_sum: refuseNative,
  histogram_quantile: async (evaluation, { args: [quantile, argument] }) => {
    const quantiles = await evaluateScalar(evaluation, quantile)
    return vector(await histogramQuantile(evaluation, quantiles, await evaluateVector(evaluation, argument)))
  },
  label_join: async (evaluation, { args: [argument, ...rest] }) =>
    vector(labelJoin(await evaluateVector(evaluation, argument), textsOf(rest))),
  label_replace: async (evaluation, { args: [argument, ...rest] }) =>
    vector(labelReplace(await evaluateVector(evaluation, argument), textsOf(rest))),
  pi: async ({ steps }) => ({ type: 'scalar', values: new Float64Array(steps.count).fill(Math.PI) }),
  round: (evaluation, call) =>
    mapValues(
      evaluation,
      call,
      call.args.length > 1 ? (valueFunctions.round ?? Math.round) : (value) => Math.floor(value + 0.5),
    ),
  scalar,
  sort: sort(false),
  sort_by_label: sortByLabel(false),
  sort_by_label_desc: sortByLabel(true),
  sort_desc: sort(true),
  time: async (evaluation) => ({ type: 'scalar', values: stepSeconds(evaluation) }),
  timestamp,
  vector: async (evaluation, { args: [argument] }) =>
    vector([ofAllSteps((await evaluateScalar(evaluation, argument)).slice())]),
}
