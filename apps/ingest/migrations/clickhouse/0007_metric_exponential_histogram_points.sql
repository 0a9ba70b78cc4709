CREATE TABLE IF NOT EXISTS metric_exponential_histogram_points (
  project_id LowCardinality(String) CODEC(ZSTD(1)),
  retention_days UInt16 CODEC(ZSTD(1)),
  metric_name LowCardinality(String) CODEC(ZSTD(1)),
  series_id UInt64 CODEC(Delta(8), ZSTD(1)),
  timestamp DateTime64(3, 'UTC') CODEC(DoubleDelta, ZSTD(1)),
  start_timestamp DateTime64(3, 'UTC') CODEC(Delta(8), ZSTD(1)),
  flags UInt32 CODEC(ZSTD(1)),
  count UInt64 CODEC(T64, ZSTD(1)),
  sum Float64 CODEC(ZSTD(1)),
  min Float64 CODEC(ZSTD(1)),
  max Float64 CODEC(ZSTD(1)),
  scale Int32 CODEC(ZSTD(1)),
  zero_count UInt64 CODEC(ZSTD(1)),
  zero_threshold Float64 CODEC(ZSTD(1)),
  positive_offset Int32 CODEC(ZSTD(1)),
  positive_bucket_counts Array(UInt64) CODEC(ZSTD(1)),
  negative_offset Int32 CODEC(ZSTD(1)),
  negative_bucket_counts Array(UInt64) CODEC(ZSTD(1))
)
ENGINE = MergeTree
PARTITION BY (retention_days, toDate(timestamp))
-- The hour before the series: the last hour of a metric is one range of each hour, not of each series' whole day.
PRIMARY KEY (project_id, metric_name, toStartOfHour(timestamp), series_id)
ORDER BY (project_id, metric_name, toStartOfHour(timestamp), series_id, timestamp)
TTL toDateTime(timestamp) + toIntervalDay(retention_days)
SETTINGS
  ttl_only_drop_parts = 1,
  merge_with_ttl_timeout = 3600,
  non_replicated_deduplication_window = 10000,
  fsync_after_insert = 1,
  fsync_part_directory = 1;
