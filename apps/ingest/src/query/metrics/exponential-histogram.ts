import { z } from 'zod'
import { float64 } from '../attributes.ts'
import { BEFORE, BEFORE_COLUMNS, POINT_KIND } from './increases.ts'
import { fromPoints, fromRollup, type PointReading, type PointSource, readingOf } from './point-source.ts'

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
 * New measurements of each bucket: `label_id, own_labels, time, scale, found_key, added`. Points with the same buckets are added
 * first, and what was counted before is taken away of their sum. A cumulative point whose buckets differ from those of the
 * one before it has two parts: its own, and what is taken away of the others.
 */
const increments = (from: PointReading): string => `
        SELECT label_id, own_labels, time, part_scale AS scale, found_key, toFloat64(toInt64(part_added) - toInt64(part_taken)) AS added
        FROM (
          SELECT
            label_id, any(labels) AS own_labels, time, part_scale, any(part_keys) AS found_keys,
            arrayResize(sumForEachIf(own_counts, part != 'taken'), length(found_keys)) AS all_added,
            arrayResize(sumForEachIf(previous_counts, part != 'added'), length(found_keys)) AS all_taken
          FROM (
            SELECT
              labels, label_id, time, own_counts, previous_counts, part,
              if(part = 'taken', previous_scale, scale) AS part_scale,
              if(part = 'taken', previous_keys, keys) AS part_keys,
              if(part = 'taken', previous_keys_id, keys_id) AS part_keys_id
            FROM (
              SELECT
                labels, label_id, counts AS own_counts, previous_counts,
                scale, keys, keys_id, previous_scale, previous_keys, previous_keys_id,
                intDiv(toUnixTimestamp(timestamp), {step:UInt32}) * {step:UInt32} AS time,
                arrayJoin(multiIf(
                  kind = 'whole', ['added'],
                  kind = 'none', [],
                  scale = previous_scale AND keys_id = previous_keys_id, ['both'],
                  ['added', 'taken'])) AS part
              FROM (
                SELECT *, ${POINT_KIND} AS kind
                FROM (${counted(from)}
                )
              )
              WHERE time >= {start:Int64}
            )
          )
          GROUP BY label_id, time, part_scale, part_keys_id
        )
        ARRAY JOIN found_keys AS found_key, all_added AS part_added, all_taken AS part_taken
        WHERE added != 0`

/** Points, each with the one before it in its series. */
const counted = (from: PointReading): string => `
                  SELECT
                    labels, label_id, temporality, is_monotonic, timestamp, start_timestamp, scale,
                    reading AS counter,
                    ${readingOf(from, 'keys')} AS keys,
                    cityHash64(keys) AS keys_id,
                    ${readingOf(from, 'counts')} AS counts,
                    lagInFrame(scale) OVER before AS previous_scale,
                    lagInFrame(keys) OVER before AS previous_keys,
                    lagInFrame(keys_id) OVER before AS previous_keys_id,
                    lagInFrame(counts) OVER before AS previous_counts,
                    ${BEFORE_COLUMNS}
                  FROM (${samples[from.source]}
                  ) AS samples
                  INNER JOIN (SELECT series_id, labels, label_id, temporality, true AS is_monotonic FROM series) AS of_series USING (series_id)
                  ${BEFORE}`

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
      sum(added) AS count
    FROM (
      SELECT
        label_id, own_labels, time, found_key, added,
        min(scale) OVER (PARTITION BY label_id, time) AS target,
        least(scale - target, 62) AS finer
      FROM (${increments(from)}
      )
    )
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
