-- Log records by the minute, service and severity: the histogram above the list, at any number of records.
CREATE TABLE IF NOT EXISTS log_counts_1m (
  project_id LowCardinality(String),
  retention_days UInt16,
  bucket DateTime('UTC') CODEC(Delta(4), ZSTD(1)),
  service_name LowCardinality(String),
  severity_number UInt8,
  log_count SimpleAggregateFunction(sum, UInt64) CODEC(T64, ZSTD(1))
)
ENGINE = AggregatingMergeTree
PARTITION BY (retention_days, toDate(bucket))
ORDER BY (project_id, bucket, service_name, severity_number, retention_days)
TTL bucket + toIntervalDay(retention_days)
SETTINGS
  ttl_only_drop_parts = 1,
  merge_with_ttl_timeout = 3600,
  non_replicated_deduplication_window = 10000,
  fsync_after_insert = 1,
  fsync_part_directory = 1;

CREATE MATERIALIZED VIEW IF NOT EXISTS log_counts_1m_view TO log_counts_1m AS
SELECT
  project_id,
  retention_days,
  toStartOfMinute(timestamp) AS bucket,
  service_name,
  severity_number,
  count() AS log_count
FROM logs
GROUP BY project_id, retention_days, bucket, service_name, severity_number;
