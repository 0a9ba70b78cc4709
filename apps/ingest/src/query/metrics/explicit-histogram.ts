import { z } from 'zod'
import { float64 } from '../attributes.ts'
import { BEFORE, BEFORE_COLUMNS, POINT_KIND, stepOf, WITH_SERIES } from './increases.ts'
import {
  fromFormerHistograms,
  fromPoints,
  fromRollup,
  type PointReading,
  type PointSource,
  readingOf,
} from './point-source.ts'

const BOUNDS = 'explicit_bounds AS bounds, cityHash64(explicit_bounds) AS bounds_id'

const samples: Record<PointSource, string> = {
  points: `
          SELECT series_id, timestamp, start_timestamp, ${BOUNDS}, toFloat64(count) AS reading, bucket_counts AS point_counts
          ${fromPoints('histogram', 'readFrom')}`,
  rollup: `
          SELECT
            series_id, last.timestamp AS timestamp, last.start_timestamp AS start_timestamp, ${BOUNDS},
            toFloat64(last.count) AS reading, last.counts AS last_counts, mapValues(buckets_sum) AS sum_counts
          ${fromRollup('histogram', 'readFrom')}
          UNION ALL
          SELECT
            series_id, last_timestamp AS timestamp, last_start_timestamp AS start_timestamp, ${BOUNDS},
            toFloat64(finalizeAggregation(count_last)) AS reading,
            finalizeAggregation(bucket_counts_last) AS last_counts,
            finalizeAggregation(bucket_counts_sum) AS sum_counts
          ${fromFormerHistograms('readFrom')}`,
}

/**
 * New measurements of each bucket: `label_id, labels, time, bounds, counts`. What was counted before is taken away once of all that was
 * added, and not point by point.
 */
const explicitIncrements = (from: PointReading): string => `
  SELECT
    label_id, labels, time, bounds,
    arrayMap((count, place) -> toFloat64(greatest(count - taken[place], 0)), added, arrayEnumerate(added)) AS counts
  FROM (
    SELECT
      label_id, any(own_labels) AS labels, time, any(own_bounds) AS bounds,
      sumForEach(own_counts) AS added,
      sumForEachIf(previous_counts, kind = 'difference') AS taken
    FROM (
      SELECT
        labels AS own_labels, label_id, bounds AS own_bounds, bounds_id, previous_bounds_id, counts AS own_counts, previous_counts,
        ${stepOf('timestamp')} AS time,
        ${POINT_KIND} AS kind
      FROM (
        SELECT
          labels, label_id, temporality, is_monotonic, timestamp, start_timestamp, bounds, bounds_id,
          reading AS counter,
          ${readingOf(from, 'counts')} AS counts,
          lagInFrame(counts) OVER before AS previous_counts,
          lagInFrame(bounds_id) OVER before AS previous_bounds_id,
          ${BEFORE_COLUMNS}
        FROM (${samples[from.source]}
        ) AS samples
        ${WITH_SERIES}
        ${BEFORE}
      )
    )
    WHERE time >= {start:Int64} AND (kind = 'whole' OR kind = 'difference' AND bounds_id = previous_bounds_id)
    GROUP BY label_id, time, bounds_id
  )
  WHERE notEmpty(added)`

/**
 * A quantile of each group: `labels, time, value`. Histograms with different bounds are added at all of their bounds, each
 * count with its own upper one. Within its bucket a quantile lies on a straight line, as in Prometheus; measurements
 * start at zero unless the first bound says otherwise, and what lies beyond the last bound is told as that bound.
 */
export const explicitQuantiles = (from: PointReading): string => `
SELECT
  any(own.labels) AS labels, time,
  arraySort(arrayDistinct(arrayFlatten(groupArray(bounds)))) AS uppers,
  arrayFlatten(groupArray(arrayPushBack(bounds, inf))) AS all_uppers,
  arrayFlatten(groupArray(counts)) AS all_counts,
  if(length(all_counts) = length(uppers) + 1,
    all_counts,
    arrayMap(
      upper -> arraySum((count, own) -> if(own = upper, count, 0), all_counts, all_uppers),
      arrayPushBack(uppers, inf))) AS merged,
  arrayCumSum(merged) AS below,
  {quantile:Float64} * below[-1] AS rank,
  arrayFirstIndex((sum, count) -> count > 0 AND sum >= rank, below, merged) AS found,
  if(found = 1, least(0, uppers[1]), uppers[found - 1]) AS lower,
  if(found > length(uppers), uppers[-1],
    lower + (uppers[found] - lower) * (rank - below[found] + merged[found]) / merged[found]) AS value
FROM (${explicitIncrements(from)}
) AS own
GROUP BY label_id, time
HAVING found > 0 AND notEmpty(uppers)`

/** Buckets by time: `time, bounds, counts`. */
export const explicitBuckets = (from: PointReading): string => `
SELECT time, bounds, counts
FROM (${explicitIncrements(from)}
)
ORDER BY time
LIMIT {limit:UInt32}`

export const explicitRow = z.object({
  time: z.coerce.number(),
  bounds: z.array(float64),
  counts: z.array(float64),
})
