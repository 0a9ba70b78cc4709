import { CURRENT_POINT, isRestart, KNOWS_START, type PointNames, stepOf, WITH_SERIES } from './increases.ts'
import { type PointReading, readingOf } from './point-source.ts'

const NEXT_POINT: PointNames = { timestamp: 'next_timestamp', start: 'next_start', counter: 'next_counter' }

/**
 * New measurements of each bucket by group, time and layout: `label_id, labels, time, scale, keys, counts`, as signed integers. A cumulative
 * point whose buckets differ from those of the one before it counts in its own, and takes away of the others.
 *
 * A cumulative point counts in its own step and is taken away in the step of the next one, so that its list is added up once, with those
 * of all points that have the same two steps. One whose next point is in the same step is not added at all. Neighbours
 * are asked for numbers, never for lists.
 * @param samples `series_id, timestamp, start_timestamp, scale, reading`, and keys and counts by the names of `readingOf`.
 */
export const exponentialIncrements = (from: PointReading, samples: string): string => `
  SELECT
    label_id, any(own_labels) AS labels, tupleElement(told, 1) AS time, own_scale AS scale, any(own_keys) AS keys,
    sumForEach(arrayMap(count -> toInt64(count) * tupleElement(told, 2), sums)) AS counts
  FROM (
    SELECT
      label_id, any(labels) AS own_labels, scale AS own_scale, keys_id, any(keys) AS own_keys, sumForEach(point_counts) AS sums,
      arrayJoin([tuple(own_time, toInt64(1)), tuple(next_time, toInt64(-1))]) AS told
    FROM (
      SELECT
        label_id, labels, scale, keys, keys_id, counts AS point_counts,
        -- 0 is no step: of what began nobody knows when, behind the last point, and where the next one has all that it has counted anew.
        if(is_first AND temporality != 1 AND NOT (${KNOWS_START}), 0, ${stepOf('timestamp')}) AS own_time,
        if(temporality = 1 OR ${isRestart(CURRENT_POINT, NEXT_POINT)}, 0, ${stepOf('next_timestamp')}) AS next_time
      FROM (${besideNext(from, samples)}
      )
      WHERE own_time != next_time AND greatest(own_time, next_time) >= {start:Int64}
    )
    GROUP BY label_id, own_scale, keys_id, own_time, next_time
  )
  WHERE time >= {start:Int64}
  GROUP BY label_id, time, own_scale, keys_id`

const besideNext = (from: PointReading, samples: string): string => `
        SELECT
          labels, label_id, temporality, is_monotonic, timestamp, start_timestamp, scale,
          reading AS counter,
          ${readingOf(from, 'keys')} AS keys,
          cityHash64(keys) AS keys_id,
          ${readingOf(from, 'counts')} AS counts,
          lagInFrame(toUInt8(1)) OVER beside = 0 AS is_first,
          leadInFrame(timestamp) OVER beside AS next_timestamp,
          leadInFrame(start_timestamp) OVER beside AS next_start,
          leadInFrame(counter) OVER beside AS next_counter
        FROM (${samples}
        ) AS samples
        ${WITH_SERIES}
        WINDOW beside AS (PARTITION BY series_id ORDER BY timestamp ROWS BETWEEN 1 PRECEDING AND 1 FOLLOWING)`
