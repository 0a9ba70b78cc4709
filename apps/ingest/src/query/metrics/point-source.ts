import type { MetricType } from '@hanzo/schema/api'
import { scoped } from '../scope.ts'
import type { TimeBounds } from '../time-bounds.ts'
import { pointTable } from './metric-type.ts'

export const rollupSeconds = 300
const rollupFromMilliseconds = 6 * 3_600_000

/** Where points are read from: five-minute rollups for long ranges whose buckets they fill exactly. */
export type PointSource = 'points' | 'rollup'

export function pointSource(type: MetricType, bounds: TimeBounds, step: number): PointSource {
  const hasRollup = type === 'gauge' || type === 'sum' || type === 'histogram'
  const isLong = bounds.toMilliseconds - bounds.fromMilliseconds >= rollupFromMilliseconds
  return hasRollup && isLong && step % rollupSeconds === 0 ? 'rollup' : 'points'
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

export function fromRollup(type: 'gauge' | 'sum' | 'histogram', since: 'start' | 'readFrom'): string {
  return `FROM ${scoped(type === 'histogram' ? 'metric_histogram_points_5m' : 'metric_points_5m')}
    AND ${OF_METRIC}
    AND bucket >= toDateTime({${since}:Int64}, 'UTC')
    AND bucket < toDateTime(intDiv({end:Int64} + 999, 1000), 'UTC')`
}
