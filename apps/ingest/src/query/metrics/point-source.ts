import type { MetricType } from '@hanzo/schema/api'
import { type ScopedTable, scoped } from '../scope.ts'
import type { TimeBounds } from '../time-bounds.ts'
import { pointTable } from './metric-type.ts'

export const rollupSeconds = 300
const rollupFromMilliseconds = 6 * 3_600_000

/** Where points are read from: five-minute rollups for long ranges whose buckets they fill exactly. */
export type PointSource = 'points' | 'rollup'

const rollupTable = {
  gauge: 'metric_points_5m',
  sum: 'metric_points_5m',
  histogram: 'metric_explicit_histogram_points_5m',
  exponential_histogram: 'metric_exponential_histogram_points_5m',
} as const satisfies Partial<Record<MetricType, ScopedTable>>
type RolledType = keyof typeof rollupTable

export function pointSource(type: MetricType, bounds: TimeBounds, step: number): PointSource {
  const isLong = bounds.toMilliseconds - bounds.fromMilliseconds >= rollupFromMilliseconds
  return type !== 'summary' && isLong && step % rollupSeconds === 0 ? 'rollup' : 'points'
}

/**
 * What is read of points, and of which temporality their series are. A row of a roll-up is read as a point of its own,
 * also where several rows of one five minutes are not merged yet: each holds the last reading of the points it is made of.
 */
export interface PointReading {
  source: PointSource
  temporality: 'delta' | 'cumulative' | 'mixed'
}

/** The column of a point's or roll-up's `name`: a roll-up has the last reading and the sum of all, of which one counts. */
export function readingOf({ source, temporality }: PointReading, name: string): string {
  if (source === 'points') return `point_${name}`
  if (temporality === 'mixed') return `if(temporality = 1, sum_${name}, last_${name})`
  return temporality === 'delta' ? `sum_${name}` : `last_${name}`
}

/** Begins at a whole bucket, so that the first value is as complete as the others. */
export const pointParams = (bounds: TimeBounds, step: number) => {
  const start = Math.floor(bounds.fromMilliseconds / 1000 / step) * step
  return { start, step, readFrom: start - Math.max(step, 600), end: bounds.toMilliseconds }
}

const OF_METRIC = `metric_name = {name:String}
    AND series_id IN (SELECT series_id FROM series)`

/** Points of the metric from `since`, Unix seconds, on. */
export function fromPoints(type: MetricType, since: 'start' | 'readFrom'): string {
  return `FROM ${scoped(pointTable[type])}
    AND ${OF_METRIC}
    AND timestamp >= toDateTime64({${since}:Int64}, 3, 'UTC')
    AND timestamp < fromUnixTimestamp64Milli({end:Int64}, 'UTC')
    -- The sender's mark for "no value was recorded" is bit 0 of the flags.
    AND bitAnd(flags, 1) = 0`
}

export function fromRollup(type: RolledType, since: 'start' | 'readFrom'): string {
  return fromRollupTable(rollupTable[type], since)
}

/** Explicit histograms of before 0026, which age out. */
export const fromFormerHistograms = (since: 'start' | 'readFrom'): string =>
  fromRollupTable('metric_histogram_points_5m', since)

function fromRollupTable(table: ScopedTable, since: 'start' | 'readFrom'): string {
  const from = `toDateTime({${since}:Int64}, 'UTC')`
  const end = `toDateTime(intDiv({end:Int64} + 999, 1000), 'UTC')`
  // The hour is asked for as well: of a key that holds both, ClickHouse finds the hour by nothing else.
  return `FROM ${scoped(table)}
    AND ${OF_METRIC}
    AND toStartOfHour(bucket) >= toStartOfHour(${from})
    AND toStartOfHour(bucket) <= toStartOfHour(${end})
    AND bucket >= ${from}
    AND bucket < ${end}`
}
