-- Requests, errors and durations of every operation by the minute. Its size saturates at operations x minutes,
-- so histograms and RED charts cost the same at any number of spans.
CREATE TABLE IF NOT EXISTS span_metrics_1m (
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
  duration_max_nanoseconds SimpleAggregateFunction(max, UInt64) CODEC(ZSTD(1)),
  -- Counts by round(6 * log2(nanoseconds)): 6 buckets a doubling give quantiles within 6 %, at a quarter of a sketch's bytes.
  duration_histogram SimpleAggregateFunction(sumMap, Map(UInt8, UInt64)) CODEC(ZSTD(1)),
  gen_ai_input_tokens SimpleAggregateFunction(sum, UInt64) CODEC(ZSTD(1)),
  gen_ai_output_tokens SimpleAggregateFunction(sum, UInt64) CODEC(ZSTD(1))
)
ENGINE = AggregatingMergeTree
PARTITION BY (retention_days, toDate(bucket))
ORDER BY (project_id, bucket, service_name, name, kind, retention_days)
TTL bucket + toIntervalDay(retention_days)
SETTINGS
  ttl_only_drop_parts = 1,
  merge_with_ttl_timeout = 3600,
  non_replicated_deduplication_window = 10000,
  fsync_after_insert = 1,
  fsync_part_directory = 1;

CREATE MATERIALIZED VIEW IF NOT EXISTS span_metrics_1m_view TO span_metrics_1m AS
SELECT
  project_id,
  retention_days,
  toStartOfMinute(timestamp) AS bucket,
  service_name,
  name,
  kind,
  count() AS span_count,
  countIf(status_code = 1) AS ok_count,
  countIf(status_code = 2) AS error_count,
  sum(duration_nanoseconds) AS duration_sum_nanoseconds,
  max(duration_nanoseconds) AS duration_max_nanoseconds,
  sumMap(map(toUInt8(least(255, round(log2(greatest(duration_nanoseconds, 1)) * 6))), toUInt64(1))) AS duration_histogram,
  sumIf(spans.gen_ai_input_tokens, gen_ai_operation_name NOT IN ('invoke_agent', 'create_agent', 'invoke_workflow', 'execute_tool')) AS gen_ai_input_tokens,
  sumIf(spans.gen_ai_output_tokens, gen_ai_operation_name NOT IN ('invoke_agent', 'create_agent', 'invoke_workflow', 'execute_tool')) AS gen_ai_output_tokens
FROM spans
GROUP BY project_id, retention_days, bucket, service_name, name, kind;
