-- What became of what a project sent, by the minute of receipt: a few rows a minute, so that the page of ingest health
-- answers for any range at once. Rows of one key come again with every flush and with every receiver; merges add them up.
-- A sample is stored with a group once an hour and receiver, not with every row.
CREATE TABLE IF NOT EXISTS ingest_outcomes (
  project_id LowCardinality(String),
  retention_days UInt16,
  minute DateTime('UTC') CODEC(Delta(4), ZSTD(1)),
  -- accepted, rejected (records), refused, warned (requests)
  outcome LowCardinality(String),
  signal LowCardinality(String),
  status_code UInt16,
  code LowCardinality(String),
  service_name LowCardinality(String),
  sdk LowCardinality(String),
  reason String CODEC(ZSTD(1)),
  record_count SimpleAggregateFunction(sum, UInt64) CODEC(T64, ZSTD(1)),
  request_count SimpleAggregateFunction(sum, UInt64) CODEC(T64, ZSTD(1)),
  byte_count SimpleAggregateFunction(sum, UInt64) CODEC(T64, ZSTD(1)),
  first_seen SimpleAggregateFunction(min, DateTime64(3, 'UTC')) CODEC(Delta(8), ZSTD(1)),
  last_seen SimpleAggregateFunction(max, DateTime64(3, 'UTC')) CODEC(Delta(8), ZSTD(1)),
  -- The greatest text is one of those that are not empty.
  sample SimpleAggregateFunction(max, String) CODEC(ZSTD(3))
)
ENGINE = AggregatingMergeTree
PARTITION BY (retention_days, toDate(minute))
ORDER BY (project_id, minute, outcome, signal, status_code, code, service_name, sdk, reason, retention_days)
TTL minute + toIntervalDay(retention_days)
SETTINGS
  ttl_only_drop_parts = 1,
  merge_with_ttl_timeout = 3600,
  non_replicated_deduplication_window = 10000,
  fsync_after_insert = 1,
  fsync_part_directory = 1;
