-- Points by five minutes, for charts over hours and days. A cumulative sum needs its last value of each bucket.
CREATE TABLE IF NOT EXISTS metric_points_5m (
  project_id LowCardinality(String),
  retention_days UInt16,
  metric_name LowCardinality(String),
  series_id UInt64 CODEC(Delta(8), ZSTD(1)),
  bucket DateTime('UTC') CODEC(DoubleDelta, ZSTD(1)),
  point_count SimpleAggregateFunction(sum, UInt64) CODEC(T64, ZSTD(1)),
  value_sum SimpleAggregateFunction(sum, Float64) CODEC(ZSTD(1)),
  value_min SimpleAggregateFunction(min, Float64) CODEC(ZSTD(1)),
  value_max SimpleAggregateFunction(max, Float64) CODEC(ZSTD(1)),
  value_last AggregateFunction(argMax, Float64, DateTime64(3, 'UTC')) CODEC(ZSTD(1)),
  -- Start times of a series only grow: the greatest one is that of the last point.
  last_start_timestamp SimpleAggregateFunction(max, DateTime64(3, 'UTC')) CODEC(Delta(8), ZSTD(1)),
  last_timestamp SimpleAggregateFunction(max, DateTime64(3, 'UTC')) CODEC(Delta(8), ZSTD(1))
)
ENGINE = AggregatingMergeTree
PARTITION BY (retention_days, toDate(bucket))
ORDER BY (project_id, metric_name, toStartOfHour(bucket), series_id, bucket, retention_days)
TTL bucket + toIntervalDay(retention_days)
SETTINGS
  ttl_only_drop_parts = 1,
  merge_with_ttl_timeout = 3600,
  non_replicated_deduplication_window = 10000,
  fsync_after_insert = 1,
  fsync_part_directory = 1;

CREATE MATERIALIZED VIEW IF NOT EXISTS metric_points_5m_view TO metric_points_5m AS
SELECT
  project_id,
  retention_days,
  metric_name,
  series_id,
  toStartOfFiveMinutes(timestamp) AS bucket,
  count() AS point_count,
  sum(value) AS value_sum,
  min(value) AS value_min,
  max(value) AS value_max,
  argMaxState(value, timestamp) AS value_last,
  max(start_timestamp) AS last_start_timestamp,
  max(timestamp) AS last_timestamp
FROM metric_points
-- The sender's mark for "no value was recorded".
WHERE NOT isNaN(value)
GROUP BY project_id, retention_days, metric_name, series_id, bucket;
