import type { ChartSeries } from './chart-series.ts'

/** Where a series of a stack begins and ends at every moment, on the chart's scale; `null` where it has no value. */
export interface StackedSeries {
  lower: (number | null)[]
  upper: (number | null)[]
}

/**
 * Stacks the series that are shown in their order from zero: values above zero upwards, those below downwards. What
 * is compared with is not stacked.
 * @returns beside each series its place in the stack.
 */
export function stackSeries(series: readonly ChartSeries[], hidden: ReadonlySet<string>): StackedSeries[] {
  const length = Math.max(0, ...series.map(({ values }) => values.length))
  const above = new Float64Array(length)
  const below = new Float64Array(length)
  return series.map(({ key, values, isPast }) => {
    if (isPast) return { lower: values.map((value) => (value === null ? null : 0)), upper: [...values] }
    const isHidden = hidden.has(key)
    const lower: (number | null)[] = []
    const upper = values.map((value, index) => {
      const pile = (value ?? 0) < 0 ? below : above
      const base = pile[index] ?? 0
      lower.push(value === null ? null : base)
      if (value === null) return null
      if (!isHidden) pile[index] = base + value
      return base + value
    })
    return { lower, upper }
  })
}
