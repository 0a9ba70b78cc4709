import { z } from 'zod'
import { float64 } from '../attributes.ts'
import { BEFORE, POINT_KIND } from './increases.ts'
import { fromPoints, fromRollup, type PointReading, type PointSource, readingOf } from './point-source.ts'

const samples: Record<PointSource, string> = {
  points: `
          SELECT
            series_id, timestamp, start_timestamp, explicit_bounds AS bounds,
            toFloat64(count) AS reading, bucket_counts AS point_counts
          ${fromPoints('histogram', 'readFrom')}`,
  rollup: `
          SELECT
            series_id, last_timestamp AS timestamp, last_start_timestamp AS start_timestamp, explicit_bounds AS bounds,
            toFloat64(finalizeAggregation(count_last)) AS reading,
            finalizeAggregation(bucket_counts_last) AS last_counts,
            finalizeAggregation(bucket_counts_sum) AS sum_counts
          ${fromRollup('histogram', 'readFrom')}`,
}

/** New measurements of each bucket: `labels, time, bounds, counts`. */
const explicitIncrements = (from: PointReading): string => `
  SELECT labels, time, bounds, arrayMap(count -> greatest(count, 0), sumForEach(increments)) AS counts
  FROM (
    SELECT
      labels,
      bounds,
      intDiv(toUnixTimestamp(timestamp), {step:UInt32}) * {step:UInt32} AS time,
      multiIf(
        kind = 'whole', arrayMap(count -> toFloat64(count), counts),
        kind = 'difference' AND bounds = previous_bounds,
          arrayMap((count, index) -> toFloat64(count) - toFloat64(previous_counts[index]), counts, arrayEnumerate(counts)),
        []) AS increments
    FROM (
      SELECT labels, bounds, timestamp, counts, previous_counts, previous_bounds, ${POINT_KIND} AS kind
      FROM (
        SELECT
          labels, temporality, is_monotonic, timestamp, start_timestamp, bounds,
          reading AS counter,
          ${readingOf(from, 'counts')} AS counts,
          lagInFrame(counter) OVER before AS previous_counter,
          lagInFrame(counts) OVER before AS previous_counts,
          lagInFrame(bounds) OVER before AS previous_bounds,
          lagInFrame(start_timestamp) OVER before AS previous_start,
          row_number() OVER (PARTITION BY series_id ORDER BY timestamp) AS position
        FROM (${samples[from.source]}
        ) AS samples
        INNER JOIN (SELECT series_id, labels, temporality, true AS is_monotonic FROM series) AS of_series USING (series_id)
        ${BEFORE}
      )
    )
  )
  WHERE time >= {start:Int64} AND notEmpty(increments)
  GROUP BY labels, time, bounds`

/**
 * A quantile of each group: `labels, time, value`. Histograms with different bounds are added at all of their bounds, each
 * count with its own upper one. Within its bucket a quantile lies on a straight line, as in Prometheus; measurements
 * start at zero unless the first bound says otherwise, and what lies beyond the last bound is told as that bound.
 */
export const explicitQuantiles = (from: PointReading): string => `
SELECT
  labels, time,
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
)
GROUP BY labels, time
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
