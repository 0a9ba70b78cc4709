-- Points of each metric by five minutes: what a catalogue tells of how much is sent, without reading points or their roll-ups.
CREATE TABLE IF NOT EXISTS metric_counts_5m (
  project_id LowCardinality(String),
  retention_days UInt16,
  metric_name LowCardinality(String),
  -- As in metric_series, where gauges and sums, which share a table, are both 1.
  type UInt8 CODEC(ZSTD(1)),
  bucket DateTime('UTC') CODEC(DoubleDelta, ZSTD(1)),
  point_count SimpleAggregateFunction(sum, UInt64) CODEC(T64, ZSTD(1))
)
ENGINE = AggregatingMergeTree
PARTITION BY (retention_days, toDate(bucket))
ORDER BY (project_id, metric_name, type, bucket, retention_days)
TTL bucket + toIntervalDay(retention_days)
SETTINGS
  ttl_only_drop_parts = 1,
  merge_with_ttl_timeout = 3600,
  non_replicated_deduplication_window = 10000,
  fsync_after_insert = 1,
  fsync_part_directory = 1,
  merge_selector_base = 10,
  min_parts_to_merge_at_once = 10,
  auto_statistics_types = '';

CREATE MATERIALIZED VIEW IF NOT EXISTS metric_counts_5m_view TO metric_counts_5m AS
SELECT project_id, retention_days, metric_name, toUInt8(1) AS type, toStartOfFiveMinutes(timestamp) AS bucket, count() AS point_count
FROM metric_points
GROUP BY project_id, retention_days, metric_name, bucket;

CREATE MATERIALIZED VIEW IF NOT EXISTS metric_counts_5m_histogram_view TO metric_counts_5m AS
SELECT project_id, retention_days, metric_name, toUInt8(3) AS type, toStartOfFiveMinutes(timestamp) AS bucket, count() AS point_count
FROM metric_histogram_points
GROUP BY project_id, retention_days, metric_name, bucket;

CREATE MATERIALIZED VIEW IF NOT EXISTS metric_counts_5m_exponential_histogram_view TO metric_counts_5m AS
SELECT project_id, retention_days, metric_name, toUInt8(4) AS type, toStartOfFiveMinutes(timestamp) AS bucket, count() AS point_count
FROM metric_exponential_histogram_points
GROUP BY project_id, retention_days, metric_name, bucket;

CREATE MATERIALIZED VIEW IF NOT EXISTS metric_counts_5m_summary_view TO metric_counts_5m AS
SELECT project_id, retention_days, metric_name, toUInt8(5) AS type, toStartOfFiveMinutes(timestamp) AS bucket, count() AS point_count
FROM metric_summary_points
GROUP BY project_id, retention_days, metric_name, bucket;
