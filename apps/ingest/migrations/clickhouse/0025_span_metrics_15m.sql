-- The minutes of span_metrics_1m by the quarter of an hour: a day is a fifteenth of the rows. Buckets of a day's charts are multiples
-- of a quarter, which an hour would be too wide for.
CREATE TABLE IF NOT EXISTS span_metrics_15m (
  project_id LowCardinality(String),
  retention_days UInt16,
  bucket DateTime('UTC') CODEC(Delta(4), ZSTD(1)),
  service_name LowCardinality(String),
  name LowCardinality(String),
  kind UInt8,
  span_count SimpleAggregateFunction(sum, UInt64) CODEC(T64, ZSTD(1)),
  ok_count SimpleAggregateFunction(sum, UInt64) CODEC(T64, ZSTD(1)),
  error_count SimpleAggregateFunction(sum, UInt64) CODEC(T64, ZSTD(1)),
  duration_sum_nanoseconds SimpleAggregateFunction(sum, UInt64) CODEC(ZSTD(1)),
  duration_histogram SimpleAggregateFunction(sumMap, Map(UInt8, UInt64)) CODEC(ZSTD(1)),
  gen_ai_input_tokens SimpleAggregateFunction(sum, UInt64) CODEC(ZSTD(1)),
  gen_ai_output_tokens SimpleAggregateFunction(sum, UInt64) CODEC(ZSTD(1)),
  gen_ai_cost SimpleAggregateFunction(sum, Float64) CODEC(ZSTD(1))
)
ENGINE = AggregatingMergeTree
PARTITION BY (retention_days, toDate(bucket))
ORDER BY (project_id, bucket, service_name, name, kind, retention_days)
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

-- What was counted by the minute before there was this table. It is filled before its view is made, from nothing, so that a migration
-- that was killed in between begins again; the token keeps two processes that migrate at once from filling it twice.
-- Rows of one bucket are added up by the table itself.
DROP VIEW IF EXISTS span_metrics_15m_view;
TRUNCATE TABLE span_metrics_15m;
INSERT INTO span_metrics_15m
SELECT
  project_id,
  retention_days,
  toStartOfFifteenMinutes(span_metrics_1m.bucket) AS bucket,
  service_name,
  name,
  kind,
  span_count,
  ok_count,
  error_count,
  duration_sum_nanoseconds,
  duration_histogram,
  gen_ai_input_tokens,
  gen_ai_output_tokens,
  gen_ai_cost
FROM span_metrics_1m
SETTINGS
  insert_deduplication_token = 'span_metrics_15m',
  max_threads = 1,
  max_insert_threads = 1,
  max_block_size = 65409,
  max_partitions_per_insert_block = 0;

-- Fed by the rows that the view of minutes stores, which are few: feeding it from the spans would group every one of them again.
CREATE MATERIALIZED VIEW IF NOT EXISTS span_metrics_15m_view TO span_metrics_15m AS
SELECT
  project_id,
  retention_days,
  toStartOfFifteenMinutes(span_metrics_1m.bucket) AS bucket,
  service_name,
  name,
  kind,
  span_count,
  ok_count,
  error_count,
  duration_sum_nanoseconds,
  duration_histogram,
  gen_ai_input_tokens,
  gen_ai_output_tokens,
  gen_ai_cost
FROM span_metrics_1m;
