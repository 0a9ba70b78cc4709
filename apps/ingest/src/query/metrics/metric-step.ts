import type { MetricType } from '@hanzo/schema/api'
import { z } from 'zod'
import { bucketStep } from '../bucket-step.ts'
import { InvalidQueryError } from '../query-errors.ts'
import { type QueryContext, runQuery } from '../run-query.ts'
import { scoped } from '../scope.ts'
import { boundsParams, inBounds, type TimeBounds } from '../time-bounds.ts'
import { pointTable } from './metric-type.ts'
import { rollupSeconds } from './point-source.ts'

const stepsMax = 2_000
const intervalUnknownSeconds = 60
const sampleMilliseconds = 3_600_000
/** From here on rollups are read unless somebody asks for finer steps. */
const rollupRangeMilliseconds = 12 * 3_600_000

/**
 * Chooses the buckets' width in seconds: round, at most so many, and not below the metrics' own interval, where a chart
 * would show gaps and spikes that are none.
 * @throws {InvalidQueryError} when the asked step makes more than 2000 buckets.
 */
export async function metricsStep(
  context: QueryContext,
  metrics: readonly { name: string; type: MetricType }[],
  bounds: TimeBounds,
  { asked, pointsMax }: { asked: number | undefined; pointsMax: number },
): Promise<number> {
  const range = bounds.toMilliseconds - bounds.fromMilliseconds
  if (asked === undefined) {
    const intervals = await Promise.all(metrics.map((metric) => pointInterval(context, metric, bounds)))
    const least = range >= rollupRangeMilliseconds ? rollupSeconds : 1
    return bucketStep(bounds, pointsMax, Math.max(least, ...intervals))
  }
  if (range / 1000 / asked > stepsMax) {
    throw new InvalidQueryError('stepSeconds', `expected at least ${Math.ceil(range / 1000 / stepsMax)} for this range`)
  }
  return asked
}

const row = z.object({ interval: z.number().nullable() })

async function pointInterval(
  context: QueryContext,
  { name, type }: { name: string; type: MetricType },
  bounds: TimeBounds,
): Promise<number> {
  const fromMilliseconds = Math.max(bounds.fromMilliseconds, bounds.toMilliseconds - sampleMilliseconds)
  const { rows } = await runQuery(context, {
    sql: `
SELECT quantileOrNull(0.5)(gap) AS interval
FROM (
  SELECT date_diff('millisecond', min(timestamp), max(timestamp)) / 1000 / (count() - 1) AS gap
  FROM ${scoped(pointTable[type])}
    AND metric_name = {name:String}
    AND ${inBounds}
  GROUP BY series_id
  HAVING count() > 1
  LIMIT 1000
)`,
    params: { ...boundsParams({ ...bounds, fromMilliseconds }), name },
    row,
  })
  // Exporters are late by a moment, never early.
  return (rows[0]?.interval ?? intervalUnknownSeconds) * 0.9
}
