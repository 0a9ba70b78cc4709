import type { ClickHouseClient } from '@clickhouse/client'

/** What a materialized view must hold: the same figures, from the rollup and from the table it is fed by. */
const comparisons: Record<string, { rollup: string; base: string }> = {
  span_metrics_1m: {
    rollup: `SELECT bucket, service_name, name, kind, sum(span_count) AS n, sum(error_count) AS errors,
        sum(duration_sum_nanoseconds) AS duration, max(duration_max_nanoseconds) AS longest,
        arraySum(mapValues(sumMap(duration_histogram))) AS in_histogram
      FROM span_metrics_1m GROUP BY ALL ORDER BY ALL`,
    base: `SELECT toStartOfMinute(timestamp) AS bucket, service_name, name, kind, count() AS n,
        countIf(status_code = 2) AS errors, sum(duration_nanoseconds) AS duration, max(duration_nanoseconds) AS longest,
        count() AS in_histogram
      FROM spans GROUP BY ALL ORDER BY ALL`,
  },
  span_metrics_15m: {
    rollup: `SELECT bucket, service_name, name, kind, sum(span_count) AS n, sum(ok_count) AS oks, sum(error_count) AS errors,
        sum(duration_sum_nanoseconds) AS duration, arraySum(mapValues(sumMap(duration_histogram))) AS in_histogram,
        sum(gen_ai_input_tokens) AS input_tokens, sum(gen_ai_output_tokens) AS output_tokens
      FROM span_metrics_15m GROUP BY ALL ORDER BY ALL`,
    base: `SELECT toStartOfFifteenMinutes(timestamp) AS bucket, service_name, name, kind, count() AS n,
        countIf(status_code = 1) AS oks, countIf(status_code = 2) AS errors, sum(duration_nanoseconds) AS duration,
        count() AS in_histogram, sumIf(gen_ai_input_tokens, gen_ai_is_inference) AS input_tokens,
        sumIf(gen_ai_output_tokens, gen_ai_is_inference) AS output_tokens
      FROM spans GROUP BY ALL ORDER BY ALL`,
  },
  trace_index: {
    rollup: `SELECT hex(trace_id) AS trace, sum(span_count) AS n, sum(error_count) AS errors,
        min(start_timestamp) AS first, max(end_timestamp) AS last
      FROM trace_index GROUP BY trace_id ORDER BY trace_id`,
    base: `SELECT hex(trace_id) AS trace, count() AS n, countIf(status_code = 2) AS errors,
        min(timestamp) AS first, max(timestamp + toIntervalNanosecond(duration_nanoseconds)) AS last
      FROM spans GROUP BY trace_id ORDER BY trace_id`,
  },
  log_counts_1m: {
    rollup: `SELECT bucket, service_name, severity_number, sum(log_count) AS n
      FROM log_counts_1m GROUP BY ALL ORDER BY ALL`,
    base: `SELECT toStartOfMinute(timestamp) AS bucket, service_name, severity_number, count() AS n
      FROM logs GROUP BY ALL ORDER BY ALL`,
  },
  log_pattern_counts_1m: {
    rollup: `SELECT bucket, service_name, pattern_id, severity_number, sum(log_count) AS n
      FROM log_pattern_counts_1m GROUP BY ALL ORDER BY ALL`,
    base: `SELECT toStartOfMinute(timestamp) AS bucket, service_name, pattern_id, severity_number, count() AS n
      FROM logs WHERE pattern_id != 0 GROUP BY ALL ORDER BY ALL`,
  },
  metric_points_5m: {
    rollup: `SELECT bucket, metric_name, series_id, sum(point_count) AS n, sum(value_sum) AS total
      FROM metric_points_5m GROUP BY ALL ORDER BY ALL`,
    base: `SELECT toStartOfFiveMinutes(timestamp) AS bucket, metric_name, series_id, count() AS n, sum(value) AS total
      FROM metric_points GROUP BY ALL ORDER BY ALL`,
  },
  metric_explicit_histogram_points_5m: {
    rollup: `SELECT bucket, metric_name, series_id, explicit_bounds, sum(point_count) AS n, sum(count_sum) AS measured,
        sum(sum_sum) AS total, mapValues(sumMap(buckets_sum)) AS counts,
        tuple(max(last).1, max(last).2, max(last).3, max(last).4, max(last).5) AS newest
      FROM metric_explicit_histogram_points_5m GROUP BY ALL ORDER BY ALL`,
    base: `SELECT toStartOfFiveMinutes(timestamp) AS bucket, metric_name, series_id, explicit_bounds, count() AS n,
        sum(points.count) AS measured, sum(points.sum) AS total, sumForEach(bucket_counts) AS counts,
        max(tuple(timestamp, start_timestamp, points.count, points.sum, bucket_counts)) AS newest
      FROM metric_histogram_points AS points WHERE bitAnd(flags, 1) = 0 GROUP BY ALL ORDER BY ALL`,
  },
  metric_exponential_histogram_points_5m: {
    // Buckets by the number in their key: 0 for zeros, else 2^40 and the index, negative for negative values.
    rollup: `SELECT bucket, metric_name, series_id, scale, sum(point_count) AS n, sum(count_sum) AS measured, sum(sum_sum) AS total,
        mapFilter((key, count) -> count > 0, sumMap(buckets_sum)) AS counts,
        tuple(max(last).1, max(last).2, max(last).3, max(last).4,
          mapFilter((key, count) -> count > 0, mapSort(mapFromArrays(max(last).5, max(last).6)))) AS newest
      FROM metric_exponential_histogram_points_5m GROUP BY ALL ORDER BY ALL`,
    base: `SELECT bucket, metric_name, series_id, scale, count() AS n, sum(points.count) AS measured, sum(points.sum) AS total,
        mapFilter((key, count) -> count > 0, sumMap(buckets)) AS counts,
        max(tuple(timestamp, start_timestamp, points.count, points.sum, mapFilter((key, count) -> count > 0, mapSort(buckets)))) AS newest
      FROM (
        SELECT *, toStartOfFiveMinutes(timestamp) AS bucket,
          CAST(arrayConcat(
            [tuple(0, zero_count)],
            arrayMap((count, place) -> tuple(pow(2, 40) + positive_offset + place - 1, count), positive_bucket_counts,
              arrayEnumerate(positive_bucket_counts)),
            arrayMap((count, place) -> tuple(-(pow(2, 40) + negative_offset + place - 1), count), negative_bucket_counts,
              arrayEnumerate(negative_bucket_counts))), 'Map(Int64, UInt64)') AS buckets
        FROM metric_exponential_histogram_points
        WHERE bitAnd(flags, 1) = 0
      ) AS points
      GROUP BY ALL ORDER BY ALL`,
  },
}

async function rows(clickhouse: ClickHouseClient, query: string): Promise<unknown[]> {
  return (await clickhouse.query({ query, format: 'JSONCompactEachRow' })).json<unknown>()
}

/** Compares every rollup with its base table. `rows` is how many groups were equal; the lists hold those that are not. */
export async function compareRollups(clickhouse: ClickHouseClient) {
  const results: Record<string, { rows: number; onlyInRollup: string[]; onlyInBase: string[] }> = {}
  for (const [name, { rollup, base }] of Object.entries(comparisons)) {
    const inRollup = new Set((await rows(clickhouse, rollup)).map((row) => JSON.stringify(row)))
    const inBase = new Set((await rows(clickhouse, base)).map((row) => JSON.stringify(row)))
    results[name] = {
      rows: [...inRollup].filter((row) => inBase.has(row)).length,
      onlyInRollup: [...inRollup].filter((row) => !inBase.has(row)).slice(0, 20),
      onlyInBase: [...inBase].filter((row) => !inRollup.has(row)).slice(0, 20),
    }
  }
  return results
}
