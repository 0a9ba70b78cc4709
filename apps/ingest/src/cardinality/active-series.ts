import { SeriesTable } from './series-table.ts'

/** Which limit a new series is beyond: that of its metric, or that of its project. */
export type SeriesRefusal = 'metric' | 'project'

export interface ActiveSeriesLimits {
  /** Series of a project that may be active. */
  seriesMax: number
  /** Series of one metric of a project that may be active. */
  seriesPerMetricMax: number
}

/** Overflow series of a project: one a metric and sender, into which delta points of refused series go. */
const overflowSeriesMax = 1_000
// No metric has this name: an empty one is rejected.
const overflowName = ''

/** A series is active for this many generations after its last point, the one of the point included. */
export const generationsKept = 2

/**
 * The metric series of one project that had points lately. New ones are admitted up to the limits, those that are active always:
 * a sender that makes series without end harms its new series, not what was there before.
 */
export interface ActiveSeries {
  readonly size: number
  /** Why a point of the series cannot be stored; `undefined` when it can, and then the series is active. */
  admit(metricName: string, low: number, high: number): SeriesRefusal | undefined
  /** Likewise for a series that gathers the points of refused ones: they have a limit of their own. */
  admitOverflow(low: number, high: number): boolean
  /** Notes a series that had its last point in an earlier generation, whatever the limits. */
  restore(metricName: string, low: number, high: number, last: number): void
  restoreOverflow(low: number, high: number, last: number): void
  /** Begins the next generation: forgets the series that have not had a point for two. */
  turn(generation: number): void
}

export function createActiveSeries({ seriesMax, seriesPerMetricMax }: ActiveSeriesLimits): ActiveSeries {
  const table = new SeriesTable()
  const metrics = createMetricNumbers()
  let overflowCount = 0
  let generation = 0

  function add(metricName: string, low: number, high: number, last = generation): void {
    table.add(low, high, metrics.countIn(metricName), Math.min(last, generation))
    if (metricName === overflowName) overflowCount += 1
  }
  /** One that is there came meanwhile, and stays as new as it is. */
  function restore(metricName: string, low: number, high: number, last: number): void {
    if (!table.touch(low, high, generation)) add(metricName, low, high, last)
  }

  return {
    get size() {
      return table.size
    },
    admit(metricName, low, high) {
      if (table.touch(low, high, generation)) return undefined
      if (table.size - overflowCount >= seriesMax) return 'project'
      if (metrics.countOf(metricName) >= seriesPerMetricMax) return 'metric'
      add(metricName, low, high)
      return undefined
    },
    admitOverflow(low, high) {
      if (table.touch(low, high, generation)) return true
      if (overflowCount >= overflowSeriesMax) return false
      add(overflowName, low, high)
      return true
    },
    restore,
    restoreOverflow: (low, high, last) => restore(overflowName, low, high, last),
    turn(next) {
      generation = next
      table.forgetBefore(next - generationsKept + 1, metrics.countOut)
      overflowCount = metrics.countOf(overflowName)
    },
  }
}

/** Metrics by number, each with how many of its series are active; the number of one without any is given to another. */
function createMetricNumbers() {
  const numbers = new Map<string, number>()
  const names: string[] = []
  const counts: number[] = []
  const free: number[] = []
  return {
    countOf: (name: string) => counts[numbers.get(name) ?? -1] ?? 0,
    countIn(name: string): number {
      const number = numbers.get(name) ?? free.pop() ?? names.length
      numbers.set(name, number)
      names[number] = name
      counts[number] = (counts[number] ?? 0) + 1
      return number
    },
    countOut(number: number): void {
      const count = (counts[number] ?? 0) - 1
      counts[number] = count
      if (count > 0) return
      numbers.delete(names[number] ?? '')
      free.push(number)
    },
  }
}
