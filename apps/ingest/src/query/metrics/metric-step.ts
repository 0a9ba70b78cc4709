import type { MetricType } from '@hanzo/schema/api'
import { z } from 'zod'
import { bucketStep } from '../bucket-step.ts'
import { InvalidQueryError } from '../query-errors.ts'
import { type QueryContext, runQuery } from '../run-query.ts'
import { scoped } from '../scope.ts'
import { boundsParams, inBounds, type TimeBounds } from '../time-bounds.ts'
import { pointTable } from './metric-type.ts'

const bucketsMax = 150
const stepsMax = 2_000
const intervalUnknownSeconds = 60
const sampleMilliseconds = 3_600_000

/**
 * Chooses the buckets' width in seconds: round, few enough to draw, and not below the metric's own interval, where a
 * chart would show gaps and spikes that are none.
 * @throws {InvalidQueryError} when the asked step makes more than 2000 buckets.
 */
export async function metricStep(
  context: QueryContext,
  metric: { name: string; type: MetricType },
  bounds: TimeBounds,
  asked: number | undefined,
): Promise<number> {
  const rangeSeconds = (bounds.toMilliseconds - bounds.fromMilliseconds) / 1000
  if (asked === undefined) return bucketStep(bounds, bucketsMax, await pointInterval(context, metric, bounds))
  if (rangeSeconds / asked > stepsMax) {
    throw new InvalidQueryError('stepSeconds', `expected at least ${Math.ceil(rangeSeconds / stepsMax)} for this range`)
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
