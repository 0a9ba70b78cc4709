import type { Matcher } from '../parse/ast.ts'
import type { Labels } from './labels.ts'

/** A series as it was measured: its samples by time, milliseconds, each time once. */
export interface SampledSeries {
  labels: Labels
  times: Float64Array
  values: Float64Array
  /** Not 0 where the sender said that the series ended; absent where it never did. */
  stale?: Uint8Array
}

export interface SampleSelection {
  matchers: readonly Matcher[]
  /** Milliseconds, both included. */
  from: number
  to: number
}

/** Where samples come from. */
export interface SampleSource {
  /** @returns series in the order of their labels, no labels twice. */
  select(selection: SampleSelection): Promise<SampledSeries[]>
}

/** The times a question is evaluated at: `start + index × interval`, milliseconds. */
export interface Steps {
  start: number
  interval: number
  count: number
}

export const timeOfStep = ({ start, interval }: Steps, index: number): number => start + index * interval

/** A series by step. A value counts where `present` is not 0. */
export interface StepSeries {
  labels: Labels
  values: Float64Array
  present: Uint8Array
}

export const emptySeries = (labels: Labels, count: number): StepSeries => ({
  labels,
  values: new Float64Array(count),
  present: new Uint8Array(count),
})

/** A value by step, or the same one at each. */
export type StepValues =
  | { type: 'scalar'; values: Float64Array }
  | { type: 'vector'; series: StepSeries[] }
  | { type: 'string'; value: string }
