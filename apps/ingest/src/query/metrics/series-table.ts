import type { SeriesChoice } from '@hanzo/schema/api'

/** A series over the steps of an answer. */
export interface LabelledSeries {
  labels: Record<string, string>
  values: (number | null)[]
}

/** The same for equal labels, in whichever order. */
export function seriesKey(labels: Record<string, string>, keys: readonly string[] = Object.keys(labels)): string {
  return JSON.stringify([...keys].sort().map((key) => [key, labels[key] ?? '']))
}

/** Those with the greatest or least measure; series of equal measure by their labels. */
export function chooseSeries<T extends LabelledSeries>(series: readonly T[], { limit, by, order }: SeriesChoice): T[] {
  const sign = order === 'top' ? -1 : 1
  return series
    .map((one) => ({ one, measure: measureOf(one.values, by), key: seriesKey(one.labels) }))
    .sort((a, b) => sign * (a.measure - b.measure) || (a.key < b.key ? -1 : 1))
    .slice(0, limit)
    .map(({ one }) => one)
}

function measureOf(values: readonly (number | null)[], by: SeriesChoice['by']): number {
  const known = values.filter((value) => value !== null)
  const sum = known.reduce((total, value) => total + value, 0)
  switch (by) {
    case 'last':
      return known.at(-1) ?? 0
    case 'max':
      return known.reduce((most, value) => Math.max(most, value), Number.NEGATIVE_INFINITY)
    case 'sum':
      return sum
    case 'mean':
      return sum / Math.max(1, known.length)
  }
}
