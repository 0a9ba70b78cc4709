-- What log records have in common. The id is the hash of a template that the platform finds while it decodes, so the engine groups by a
-- number. Records of before this release have 0, as have those that say nothing.
ALTER TABLE logs ADD COLUMN IF NOT EXISTS pattern_id UInt64 CODEC(ZSTD(1)) AFTER body_is_json;
-- The records of a rare pattern. Inside a minute a service has few patterns, so a granule has few, and its filter is small.
ALTER TABLE logs ADD INDEX IF NOT EXISTS pattern_id_bloom pattern_id TYPE bloom_filter(0.01) GRANULARITY 1;

-- Templates: the same one is inserted again once an hour by every receiver; merges keep its first and last sight.
CREATE TABLE IF NOT EXISTS log_patterns (
  project_id LowCardinality(String),
  pattern_id UInt64,
  -- In the key, because what is kept of a record must not outlive it.
  retention_days UInt16,
  template String CODEC(ZSTD(1)),
  -- The beginning of a body that has the template.
  example SimpleAggregateFunction(anyLast, String) CODEC(ZSTD(1)),
  first_seen SimpleAggregateFunction(min, DateTime('UTC')),
  last_seen SimpleAggregateFunction(max, DateTime('UTC'))
)
ENGINE = AggregatingMergeTree
ORDER BY (project_id, pattern_id, retention_days)
-- A pattern is noted once an hour: the day more keeps the template of every record that is still there.
TTL last_seen + toIntervalDay(retention_days + 1)
SETTINGS
  -- The template depends on pattern_id, which is its hash.
  allow_dimensions_outside_sorting_key = 1,
  merge_with_ttl_timeout = 3600,
  auto_statistics_types = '',
  non_replicated_deduplication_window = 10000,
  fsync_after_insert = 1,
  fsync_part_directory = 1;

-- Records by minute and pattern. What decides how many rows there are is how many patterns a service has in a minute, which the
-- platform bounds: 1000 of each service in an hour, 8000 of a project.
CREATE TABLE IF NOT EXISTS log_pattern_counts_1m (
  project_id LowCardinality(String),
  retention_days UInt16,
  bucket DateTime('UTC') CODEC(Delta(4), ZSTD(1)),
  pattern_id UInt64 CODEC(ZSTD(1)),
  service_name LowCardinality(String),
  severity_number UInt8,
  log_count SimpleAggregateFunction(sum, UInt64) CODEC(T64, ZSTD(1))
)
ENGINE = AggregatingMergeTree
PARTITION BY (retention_days, toDate(bucket))
ORDER BY (project_id, bucket, service_name, pattern_id, severity_number, retention_days)
TTL bucket + toIntervalDay(retention_days)
SETTINGS
  ttl_only_drop_parts = 1,
  merge_with_ttl_timeout = 3600,
  merge_selector_base = 10,
  min_parts_to_merge_at_once = 10,
  auto_statistics_types = '',
  non_replicated_deduplication_window = 10000,
  fsync_after_insert = 1,
  fsync_part_directory = 1;

CREATE MATERIALIZED VIEW IF NOT EXISTS log_pattern_counts_1m_view TO log_pattern_counts_1m AS
SELECT
  project_id,
  retention_days,
  toStartOfMinute(timestamp) AS bucket,
  pattern_id,
  service_name,
  severity_number,
  count() AS log_count
FROM logs
WHERE pattern_id != 0
GROUP BY project_id, retention_days, bucket, pattern_id, service_name, severity_number;
