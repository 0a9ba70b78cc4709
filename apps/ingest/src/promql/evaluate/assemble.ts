import { PromqlError } from '../promql-error.ts'
import { printLabels } from './labels.ts'
import type { StepSeries } from './samples.ts'

/**
 * Joins series that were given the same labels: they may be one as long as they are never there at the same step.
 * Series without any value are left out.
 * @throws {PromqlError} where two have a value at once.
 */
export function assemble(series: readonly StepSeries[]): StepSeries[] {
  const byKey = new Map<string, StepSeries>()
  for (const one of series) {
    if (!one.present.includes(1)) continue
    const first = byKey.get(one.labels.key)
    if (first) merge(first, one)
    else byKey.set(one.labels.key, one)
  }
  return [...byKey.values()]
}

/** Into the first, whose columns are its own: every function makes new ones. */
function merge(into: StepSeries, { values, present }: StepSeries): void {
  for (let step = 0; step < present.length; step++) {
    if (present[step] === 0) continue
    if (into.present[step] === 1) {
      const labels = printLabels(into.labels)
      throw new PromqlError('execution', `vector cannot contain metrics with the same labelset: ${labels} comes twice`)
    }
    into.present[step] = 1
    into.values[step] = values[step] ?? Number.NaN
  }
}
