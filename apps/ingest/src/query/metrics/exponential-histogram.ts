import { z } from 'zod'
import { float64 } from '../attributes.ts'
import { exponentialQuantile, mergeExponential } from './exponential-quantile.ts'
import { groupByTime } from './group-by-time.ts'
import { BEFORE, POINT_KIND } from './increases.ts'
import { fromPoints } from './point-source.ts'

const BUCKETS = 'scale, positive_offset, positive, negative_offset, negative, zeros'

/**
 * New measurements of each bucket. A cumulative point and the one before it may differ in scale and offset, so the
 * difference is kept as two parts, one added and one taken away, and the parts of all series meet at one scale later.
 */
const INCREMENTS = `
  SELECT
    labels, time, scale, positive_offset, negative_offset,
    sumForEach(arrayMap(count -> toFloat64(count) * sign, positive)) AS positive,
    sumForEach(arrayMap(count -> toFloat64(count) * sign, negative)) AS negative,
    sum(toFloat64(zeros) * sign) AS zeros,
    sum(measurements * sign) AS measurements
  FROM (
    SELECT
      labels,
      intDiv(toUnixTimestamp(timestamp), {step:UInt32}) * {step:UInt32} AS time,
      arrayJoin(multiIf(
        kind = 'whole', [tuple(1, counter, buckets)],
        kind = 'difference', [tuple(1, counter, buckets), tuple(-1, previous_counter, previous_buckets)],
        [])) AS part,
      part.1 AS sign, part.2 AS measurements,
      part.3.1 AS scale, part.3.2 AS positive_offset, part.3.3 AS positive,
      part.3.4 AS negative_offset, part.3.5 AS negative, part.3.6 AS zeros
    FROM (
      SELECT labels, timestamp, counter, previous_counter, buckets, previous_buckets, ${POINT_KIND} AS kind
      FROM (
        SELECT
          labels, temporality, is_monotonic, timestamp, start_timestamp, counter, buckets,
          lagInFrame(counter) OVER before AS previous_counter,
          lagInFrame(buckets) OVER before AS previous_buckets,
          lagInFrame(start_timestamp) OVER before AS previous_start,
          row_number() OVER (PARTITION BY series_id ORDER BY timestamp) AS position
        FROM (
          SELECT
            series_id, timestamp, start_timestamp, toFloat64(count) AS counter,
            tuple(scale, positive_offset, positive_bucket_counts, negative_offset, negative_bucket_counts, zero_count) AS buckets
          ${fromPoints('exponential_histogram', 'readFrom')}
        ) AS samples
        INNER JOIN (SELECT series_id, labels, temporality, true AS is_monotonic FROM series) AS of_series USING (series_id)
        ${BEFORE}
      )
    )
  )
  WHERE time >= {start:Int64}
  GROUP BY labels, time, scale, positive_offset, negative_offset`

/** Buckets of exponential histograms by group, the groups with the most measurements first. */
export const EXPONENTIAL_BUCKETS = `
SELECT labels, groupArray(tuple(time, ${BUCKETS})) AS points, count() OVER () AS seriesTotal
FROM (${INCREMENTS}
)
GROUP BY labels
ORDER BY sum(measurements) DESC, labels
LIMIT {limit:UInt32}`

const part = z.tuple([
  z.coerce.number(),
  z.number(),
  z.number(),
  z.array(float64),
  z.number(),
  z.array(float64),
  z.number(),
])

export const exponentialRow = z.object({
  labels: z.array(z.string()),
  points: z.array(part),
  seriesTotal: z.coerce.number(),
})

/** @returns the quantile by the start of each bucket of time. */
export function exponentialPoints(
  points: z.output<typeof exponentialRow>['points'],
  quantile: number,
): [time: number, value: number | undefined][] {
  return [...groupByTime(points)].map(([time, parts]) => {
    const merged = mergeExponential(
      parts.map(([, scale, positiveOffset, positive, negativeOffset, negative, zeroCount]) => ({
        scale,
        zeroCount,
        positive: { offset: positiveOffset, counts: positive },
        negative: { offset: negativeOffset, counts: negative },
      })),
    )
    return [time, exponentialQuantile(merged, quantile)]
  })
}
