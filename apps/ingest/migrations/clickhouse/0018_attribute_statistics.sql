-- Which attributes records have: for completing keys and values and for facets, without reading the maps of the records.
-- The platform counts a sample of what it takes and stores the sums each minute (a view over every record would cost
-- 3 to 8 microseconds a span), so these are estimates: no number that somebody pays or is woken for comes from here.
CREATE TABLE IF NOT EXISTS attribute_keys (
  project_id LowCardinality(String),
  retention_days UInt16,
  signal LowCardinality(String),
  key LowCardinality(String),
  type LowCardinality(String),
  day Date,
  record_count SimpleAggregateFunction(sum, UInt64) CODEC(T64, ZSTD(1)),
  -- Records whose value is not in attribute_values: too long, of a type that is not counted, or one of too many.
  other_count SimpleAggregateFunction(sum, UInt64) CODEC(T64, ZSTD(1)),
  last_seen SimpleAggregateFunction(max, DateTime('UTC'))
)
ENGINE = AggregatingMergeTree
PARTITION BY (retention_days, toStartOfMonth(day))
-- The keys of a signal are one short range.
ORDER BY (project_id, signal, key, type, day, retention_days)
TTL day + toIntervalDay(retention_days + 1)
SETTINGS
  ttl_only_drop_parts = 1,
  merge_with_ttl_timeout = 3600,
  non_replicated_deduplication_window = 10000,
  fsync_after_insert = 1,
  fsync_part_directory = 1;

CREATE TABLE IF NOT EXISTS attribute_values (
  project_id LowCardinality(String),
  retention_days UInt16,
  signal LowCardinality(String),
  key LowCardinality(String),
  bucket DateTime('UTC') CODEC(Delta(4), ZSTD(1)),
  value String CODEC(ZSTD(1)),
  record_count SimpleAggregateFunction(sum, UInt64) CODEC(T64, ZSTD(1))
)
ENGINE = AggregatingMergeTree
PARTITION BY (retention_days, toDate(bucket))
-- The key before the time: one key over a day is one range, and so are the values of a prefix within a bucket.
ORDER BY (project_id, signal, key, bucket, value, retention_days)
TTL bucket + toIntervalDay(retention_days)
SETTINGS
  ttl_only_drop_parts = 1,
  merge_with_ttl_timeout = 3600,
  non_replicated_deduplication_window = 10000,
  fsync_after_insert = 1,
  fsync_part_directory = 1;
