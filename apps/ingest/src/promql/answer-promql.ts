import { evaluate } from './evaluate/evaluate.ts'
import { createBudget, type Evaluation } from './evaluate/evaluation.ts'
import { compareLabels, type Labels } from './evaluate/labels.ts'
import { evaluateRange } from './evaluate/operands.ts'
import { type SampleSource, type StepSeries, type Steps, timeOfStep } from './evaluate/samples.ts'
import { valueType } from './parse/check-expression.ts'
import { parsePromql } from './parse/parse-promql.ts'
import { PromqlError } from './promql-error.ts'

/** Milliseconds since the epoch, and the value. */
export type PromqlPoint = readonly [time: number, value: number]

export interface PromqlSeries {
  labels: Labels
  points: PromqlPoint[]
}

export interface PromqlAnswer {
  warnings: string[]
  result:
    | { type: 'scalar'; point: PromqlPoint }
    | { type: 'string'; time: number; value: string }
    | { type: 'vector' | 'matrix'; series: PromqlSeries[] }
}

export interface PromqlOptions {
  source: SampleSource
  /** How long the answer may take. */
  timeoutMilliseconds: number
  signal?: AbortSignal | undefined
}

/** Points that a series of an answer may have, and all of them: they are written in one go. */
const stepsMax = 11_000
const pointsMax = 1_000_000

function evaluationOf(steps: Steps, options: PromqlOptions, warnings: Set<string>): Evaluation {
  return {
    steps,
    range: { start: steps.start, end: timeOfStep(steps, steps.count - 1) },
    source: options.source,
    budget: createBudget({ milliseconds: options.timeoutMilliseconds, signal: options.signal }),
    warn: (message) => void warnings.add(message),
    evaluate,
  }
}

/**
 * Answers a question in PromQL at one time.
 * @param time milliseconds since the epoch.
 * @throws {PromqlError} and what the source throws.
 */
export async function answerInstant(query: string, time: number, options: PromqlOptions): Promise<PromqlAnswer> {
  const expression = parsePromql(query)
  const warnings = new Set<string>()
  const evaluation = evaluationOf({ start: time, interval: 0, count: 1 }, options, warnings)
  if (valueType(expression) === 'matrix') {
    const { series, ends, range } = await evaluateRange(evaluation, expression)
    const inRange = series.map(({ labels, times, values }) => ({
      labels,
      points: [...times].flatMap((at, index): PromqlPoint[] =>
        at > ends.start - range && at <= ends.start ? [[at, values[index] ?? Number.NaN]] : [],
      ),
    }))
    return { warnings: [...warnings], result: { type: 'matrix', series: orderedMatrix(inRange) } }
  }
  const value = await evaluate(evaluation, expression)
  if (value.type === 'string') return { warnings: [...warnings], result: { type: 'string', time, value: value.value } }
  if (value.type === 'scalar') {
    return { warnings: [...warnings], result: { type: 'scalar', point: [time, value.values[0] ?? Number.NaN] } }
  }
  const series = value.series.map((one) => pointsOf(one, evaluation.steps)).filter(({ points }) => points.length > 0)
  return { warnings: [...warnings], result: { type: 'vector', series } }
}

/**
 * Answers a question in PromQL at every step of a range.
 * @param range milliseconds since the epoch; both ends are steps where the interval divides them.
 * @throws {PromqlError} and what the source throws.
 */
export async function answerRange(
  query: string,
  { start, end, interval }: { start: number; end: number; interval: number },
  options: PromqlOptions,
): Promise<PromqlAnswer> {
  if (end < start)
    throw new PromqlError('bad_data', 'invalid parameter "end": end timestamp must not be before start time')
  if (interval <= 0) {
    throw new PromqlError(
      'bad_data',
      'invalid parameter "step": zero or negative query resolution step widths are not accepted. Try a positive integer',
    )
  }
  const count = Math.floor((end - start) / interval) + 1
  // Prometheus counts the intervals: both ends of the longest range have a point.
  if (count - 1 > stepsMax) {
    throw new PromqlError(
      'bad_data',
      'exceeded maximum resolution of 11,000 points per timeseries. Try decreasing the query resolution (?step=XX)',
    )
  }
  const expression = parsePromql(query)
  const type = valueType(expression)
  if (type === 'matrix' || type === 'string') {
    const name = type === 'matrix' ? 'range vector' : type
    throw new PromqlError(
      'bad_data',
      `invalid expression type "${name}" for range query, must be Scalar or instant Vector`,
    )
  }
  const warnings = new Set<string>()
  const evaluation = evaluationOf({ start, interval, count }, options, warnings)
  const value = await evaluate(evaluation, expression)
  const series = value.type === 'vector' ? value.series : value.type === 'scalar' ? [ofScalar(value.values)] : []
  return {
    warnings: [...warnings],
    result: { type: 'matrix', series: orderedMatrix(series.map((one) => pointsOf(one, evaluation.steps))) },
  }
}

const ofScalar = (values: Float64Array): StepSeries => ({
  labels: { key: '', pairs: [] },
  values,
  present: new Uint8Array(values.length).fill(1),
})

function pointsOf({ labels, values, present }: StepSeries, steps: Steps): PromqlSeries {
  const points: PromqlPoint[] = []
  for (let step = 0; step < steps.count; step++) {
    if (present[step] === 1) points.push([timeOfStep(steps, step), values[step] ?? Number.NaN])
  }
  return { labels, points }
}

function orderedMatrix(series: PromqlSeries[]): PromqlSeries[] {
  const total = series.reduce((sum, { points }) => sum + points.length, 0)
  if (total > pointsMax) {
    throw new PromqlError(
      'execution',
      `the answer would have ${total} points, more than ${pointsMax}: enlarge the step, or aggregate the series`,
    )
  }
  return series.filter(({ points }) => points.length > 0).sort((a, b) => compareLabels(a.labels, b.labels))
}
