/** A line of a chart. `color` is a CSS variable's name or value, `values` stand beside the chart's times; `null` is a gap. */
export interface ChartSeries {
  key: string
  label: string
  color: string
  values: readonly (number | null)[]
  /** Of an earlier time, to compare with: a broken, lighter line, also where the others are stacked. */
  isPast?: boolean
}

/** How series are drawn over time; areas and bars are stacked. */
export type ChartKind = 'line' | 'area' | 'bars'

/** A value that means something: a line across the chart, and everything above it (or below) lightly coloured. */
export interface ChartThreshold {
  value: number
  label: string
  /** A CSS variable's name or value. */
  color: string
  side: 'above' | 'below'
}

/** How numbers of the y axis are written. */
export interface ChartFormat {
  value: (value: number | null | undefined) => string
  axis: (largest: number, step: number) => (value: number) => string
  /** Steps between marks that read round in this unit; decimal steps when absent. */
  increments?: readonly number[] | undefined
}

export interface SeriesFigures {
  last: number | null
  min: number | null
  avg: number | null
  max: number | null
  sum: number | null
}

/** The figures of a legend. Gaps do not count. */
export function seriesFigures(values: readonly (number | null)[]): SeriesFigures {
  let last: number | null = null
  let min = Number.POSITIVE_INFINITY
  let max = Number.NEGATIVE_INFINITY
  let sum = 0
  let count = 0
  for (const value of values) {
    if (value === null) continue
    last = value
    min = Math.min(min, value)
    max = Math.max(max, value)
    sum += value
    count += 1
  }
  if (count === 0) return { last, min: null, avg: null, max: null, sum: null }
  return { last, min, avg: sum / count, max, sum }
}

/**
 * The ends of the y axis. Zero is on it unless all values lie in a narrow band far from zero: height then still says
 * something about size, and the memory of a process is not a flat line.
 */
export function valueRange(min: number | null, max: number | null): [number, number] {
  if (min === null || max === null) return [0, 1]
  if (min === max) return min === 0 ? [0, 1] : min > 0 ? [0, max * 1.25] : [min * 1.25, 0]
  const padding = (max - min) * 0.08
  const low = min >= 0 && min <= max * 0.6 ? 0 : min - padding
  const high = max <= 0 && max >= min * 0.6 ? 0 : max + padding
  return [min >= 0 ? Math.max(low, 0) : low, high]
}

/** How far beyond its values a scale goes to show a threshold, as a multiple of their spread from zero. */
const thresholdReach = 2

/** The ends of the y axis with the thresholds that lie near the values; one far away would make the lines flat. */
export function rangeWithThresholds(
  [low, high]: [number, number],
  thresholds: readonly Pick<ChartThreshold, 'value'>[],
): [number, number] {
  const most = Math.max(high, 0) + (high - low) * (thresholdReach - 1)
  const least = Math.min(low, 0) - (high - low) * (thresholdReach - 1)
  const near = thresholds.map(({ value }) => value).filter((value) => value <= most && value >= least)
  const top = Math.max(high, ...near)
  const bottom = Math.min(low, ...near)
  const padding = (top - bottom) * 0.04
  return [bottom < low ? bottom - padding : low, top > high ? top + padding : high]
}

/**
 * Aligns the points of several series to one row of times, as charts need them.
 * @param step seconds between buckets: a bucket that a series lacks is a gap.
 * @returns times in unix seconds, ascending.
 */
export function alignSeries(
  series: readonly { points: readonly (readonly [number, number | null])[] }[],
  step: number,
): { times: number[]; values: (number | null)[][] } {
  const moments = new Set<number>()
  for (const one of series) for (const [time] of one.points) moments.add(time)
  const known = [...moments].sort((a, b) => a - b)
  const times: number[] = []
  known.forEach((time, index) => {
    const previous = known[index - 1]
    // One empty moment is enough to break the line, however long nothing was sent.
    if (previous !== undefined && time - previous > step * 1.5) times.push(previous + step)
    times.push(time)
  })
  const at = new Map(times.map((time, index) => [time, index]))
  const values = series.map((one) => {
    const row: (number | null)[] = new Array(times.length).fill(null)
    for (const [time, value] of one.points) row[at.get(time) ?? -1] = value
    return row
  })
  return { times, values }
}
