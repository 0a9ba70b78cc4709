import { z } from 'zod'
import { float64 } from '../attributes.ts'
import { exponentialIncrements } from './exponential-increments.ts'
import { fromPoints, fromRollup, type PointReading, type PointSource } from './point-source.ts'

/** Where the keys of positive buckets begin: keys are in the order of the values, 0 for zeros. */
export const bucketKeyBase = 2 ** 40

const samples: Record<PointSource, string> = {
  points: `
          SELECT
            series_id, timestamp, start_timestamp, scale, toFloat64(count) AS reading,
            arrayConcat(
              arrayMap(at -> ${bucketKeyBase} + positive_offset + at - 1, arrayEnumerate(positive_bucket_counts)),
              arrayMap(at -> -(${bucketKeyBase} + negative_offset + at - 1), arrayEnumerate(negative_bucket_counts)),
              [toInt64(0)]) AS point_keys,
            arrayConcat(positive_bucket_counts, negative_bucket_counts, [zero_count]) AS point_counts
          ${fromPoints('exponential_histogram', 'readFrom')}`,
  rollup: `
          SELECT
            series_id, last.timestamp AS timestamp, last.start_timestamp AS start_timestamp, scale,
            toFloat64(last.count) AS reading,
            last.keys AS last_keys, last.counts AS last_counts,
            mapKeys(buckets_sum) AS sum_keys, mapValues(buckets_sum) AS sum_counts
          ${fromRollup('exponential_histogram', 'readFrom')}`,
}

/**
 * Buckets by group and time at the coarsest of their scales, where a bucket of a finer scale lies whole inside one:
 * `labels, time, target, keys, counts`, without those that are empty.
 * @see https://opentelemetry.io/docs/specs/otel/metrics/data-model/#exponential-scale
 */
const merged = (from: PointReading): string => `
  SELECT
    any(own_labels) AS labels, time, any(target) AS target,
    arraySort(groupArray(tuple(key, count))) AS sorted,
    tupleElement(sorted, 1) AS keys,
    tupleElement(sorted, 2) AS counts
  FROM (
    SELECT
      label_id, any(own_labels) AS own_labels, time, any(target) AS target,
      multiIf(
        found_key > 0, bitShiftRight(found_key - ${bucketKeyBase}, finer) + ${bucketKeyBase},
        found_key < 0, -(bitShiftRight(-found_key - ${bucketKeyBase}, finer) + ${bucketKeyBase}),
        0) AS key,
      toFloat64(sum(added)) AS count
    FROM (
      SELECT
        label_id, labels AS own_labels, time, keys, counts,
        -- Of a layout that has nothing new the scale does not matter.
        min(scale) OVER (PARTITION BY label_id, time) AS target,
        least(scale - target, 62) AS finer
      FROM (${exponentialIncrements(from, samples[from.source])}
      )
      WHERE arrayExists(count -> count != 0, counts)
    )
    ARRAY JOIN keys AS found_key, counts AS added
    WHERE added != 0
    GROUP BY label_id, time, key
    HAVING count > 0
  )
  GROUP BY label_id, time`

/** A quantile of each group, between the bounds of its bucket by the bucket's own exponential: `labels, time, value`. */
export const exponentialQuantiles = (from: PointReading): string => `
SELECT
  labels, time,
  arrayCumSum(counts) AS below,
  {quantile:Float64} * below[-1] AS rank,
  arrayFirstIndex(sum -> sum >= rank, below) AS found,
  keys[found] AS key,
  (rank - below[found] + counts[found]) / counts[found] AS share,
  multiIf(
    key = 0, 0,
    key > 0, exp2((key - ${bucketKeyBase} + share) / exp2(target)),
    -exp2((-key - ${bucketKeyBase} + 1 - share) / exp2(target))) AS value
FROM (${merged(from)}
)`

/** Buckets by time: `time, scale, keys, counts`. */
export const exponentialBuckets = (from: PointReading): string => `
SELECT time, target AS scale, keys, counts
FROM (${merged(from)}
)
ORDER BY time
LIMIT {limit:UInt32}`

export const exponentialRow = z.object({
  time: z.coerce.number(),
  scale: z.number(),
  keys: z.array(z.coerce.number()),
  counts: z.array(float64),
})
