import type { Aggregation } from '@hanzo/schema/api'
import { fromPoints, fromRollup, type PointSource } from './point-source.ts'

const samples: Record<PointSource, string> = {
  points: `
  SELECT
    series_id,
    intDiv(toUnixTimestamp(timestamp), {step:UInt32}) * {step:UInt32} AS time,
    count() AS points,
    sum(value) AS total,
    min(value) AS least,
    max(value) AS greatest,
    argMax(value, timestamp) AS latest,
    max(timestamp) AS latest_at
  ${fromPoints('gauge', 'start')}
    AND NOT isNaN(value)
  GROUP BY series_id, time`,
  rollup: `
  SELECT
    series_id,
    intDiv(toUnixTimestamp(bucket), {step:UInt32}) * {step:UInt32} AS time,
    sum(point_count) AS points,
    sum(value_sum) AS total,
    min(value_min) AS least,
    max(value_max) AS greatest,
    argMax(finalizeAggregation(value_last), last_timestamp) AS latest,
    max(last_timestamp) AS latest_at
  ${fromRollup('gauge', 'start')}
  GROUP BY series_id, time`,
}

/** Across the series of a group. A sum adds what each series amounts to: its increments, or its latest level. */
const values: Partial<Record<Aggregation, string>> = {
  avg: 'sum(total) / sum(points)',
  min: 'min(least)',
  max: 'max(greatest)',
  last: 'argMax(latest, latest_at)',
  sum: 'sum(if(temporality = 1, total, latest))',
  count: 'toFloat64(sum(points))',
}

/** Values of gauges and of sums as levels: `labels, time, value`. */
export function numberValues(aggregation: Aggregation, source: PointSource): string | undefined {
  const value = values[aggregation]
  return (
    value &&
    `
SELECT any(series.labels) AS labels, time, ${value} AS value
FROM (${samples[source]}
) AS samples
INNER JOIN series USING (series_id)
GROUP BY label_id, time`
  )
}
