import { z } from 'zod'
import { float64 } from '../attributes.ts'
import { explicitQuantile, mergeExplicit } from './explicit-quantile.ts'
import { groupByTime } from './group-by-time.ts'
import { BEFORE, POINT_KIND } from './increases.ts'
import { fromPoints, fromRollup, type PointSource } from './point-source.ts'

const samples: Record<PointSource, string> = {
  points: `
          SELECT
            series_id, timestamp, start_timestamp, explicit_bounds AS bounds,
            toFloat64(count) AS reading, bucket_counts AS reading_counts
          ${fromPoints('histogram', 'readFrom')}`,
  rollup: `
          SELECT
            series_id,
            max(last_timestamp) AS timestamp,
            max(last_start_timestamp) AS start_timestamp,
            explicit_bounds AS bounds,
            toFloat64(argMaxMerge(count_last)) AS reading,
            argMaxMerge(bucket_counts_last) AS last_counts,
            sumForEachMerge(bucket_counts_sum) AS sum_counts
          ${fromRollup('histogram', 'readFrom')}
          GROUP BY series_id, bucket, bounds`,
}

const counts: Record<PointSource, string> = {
  points: 'reading_counts',
  rollup: 'if(temporality = 1, sum_counts, last_counts)',
}

/** New measurements of each bucket: `labels, time, bounds, counts`. */
const increments = (source: PointSource): string => `
  SELECT labels, time, bounds, sumForEach(increments) AS counts
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
          ${counts[source]} AS counts,
          lagInFrame(counter) OVER before AS previous_counter,
          lagInFrame(counts) OVER before AS previous_counts,
          lagInFrame(bounds) OVER before AS previous_bounds,
          lagInFrame(start_timestamp) OVER before AS previous_start,
          row_number() OVER (PARTITION BY series_id ORDER BY timestamp) AS position
        FROM (${samples[source]}
        ) AS samples
        INNER JOIN (SELECT series_id, labels, temporality, true AS is_monotonic FROM series) AS of_series USING (series_id)
        ${BEFORE}
      )
    )
  )
  WHERE time >= {start:Int64} AND notEmpty(increments)
  GROUP BY labels, time, bounds`

/** Buckets of explicit histograms by group: `labels, points, seriesTotal`, the groups with the most measurements first. */
export const explicitBuckets = (source: PointSource): string => `
SELECT labels, groupArray(tuple(time, bounds, counts)) AS points, count() OVER () AS seriesTotal
FROM (${increments(source)}
)
GROUP BY labels
ORDER BY sum(arraySum(counts)) DESC, labels
LIMIT {limit:UInt32}`

export const explicitRow = z.object({
  labels: z.array(z.string()),
  points: z.array(z.tuple([z.coerce.number(), z.array(float64), z.array(float64)])),
  seriesTotal: z.coerce.number(),
})

/** @returns the quantile by the start of each bucket of time. */
export function explicitPoints(
  points: z.output<typeof explicitRow>['points'],
  quantile: number,
): [time: number, value: number | undefined][] {
  return [...groupByTime(points)].map(([time, parts]) => {
    const merged = mergeExplicit(parts.map(([, bounds, counts]) => ({ bounds, counts })))
    return [time, explicitQuantile(merged, quantile)]
  })
}
