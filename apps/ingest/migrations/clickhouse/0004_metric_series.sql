-- What a series is, one row a series and day: points carry only its hash, and series that ended age out.
CREATE TABLE IF NOT EXISTS metric_series (
  project_id LowCardinality(String),
  metric_name LowCardinality(String),
  series_id UInt64,
  day Date,
  retention_days UInt16,
  type UInt8,
  temporality UInt8,
  is_monotonic Bool,
  unit LowCardinality(String),
  description LowCardinality(String),
  service_name LowCardinality(String),
  resource_id UInt64,
  scope_name LowCardinality(String),
  scope_version LowCardinality(String),
  attributes Map(LowCardinality(String), String) CODEC(ZSTD(1)),
  attribute_types Map(LowCardinality(String), UInt8) CODEC(ZSTD(1)),
  last_seen SimpleAggregateFunction(max, DateTime('UTC'))
)
ENGINE = AggregatingMergeTree
PARTITION BY (retention_days, toStartOfMonth(day))
-- All series of a metric are one range, so filters on them need no index.
ORDER BY (project_id, metric_name, series_id, day)
TTL day + toIntervalDay(retention_days + 1)
SETTINGS
  -- The plain columns depend on series_id, which is their hash.
  allow_dimensions_outside_sorting_key = 1,
  ttl_only_drop_parts = 1,
  merge_with_ttl_timeout = 3600,
  non_replicated_deduplication_window = 10000,
  fsync_after_insert = 1,
  fsync_part_directory = 1;
