import type { VectorMatching } from '../parse/ast.ts'
import { dropLabels, keepLabels, type Labels, metricNameLabel } from './labels.ts'
import type { StepSeries } from './samples.ts'

/** Gives each series the number of its match group, the same on both sides. */
export function matchGroups({ on, labels }: Pick<VectorMatching, 'on' | 'labels'>) {
  const names = new Set(on ? labels : [...labels, metricNameLabel])
  const numbers = new Map<string, number>()
  const commonLabels: Labels[] = []
  return {
    /** The labels that make a group, by its number. */
    commonLabels,
    numbersOf(series: readonly StepSeries[]): number[] {
      return series.map((one) => {
        const common = on ? keepLabels(one.labels, names) : dropLabels(one.labels, names)
        const known = numbers.get(common.key)
        if (known !== undefined) return known
        commonLabels.push(common)
        numbers.set(common.key, commonLabels.length - 1)
        return commonLabels.length - 1
      })
    },
  }
}
