-- Where a trace is and what it amounts to: a lookup by id reads one granule a part instead of the whole bloom filter
-- (0.5 GB at a billion spans), and the list of traces takes its summaries from here.
CREATE TABLE IF NOT EXISTS trace_index (
  project_id LowCardinality(String),
  retention_days UInt16,
  trace_id FixedString(16) CODEC(ZSTD(1)),
  day Date,
  start_timestamp SimpleAggregateFunction(min, DateTime64(9, 'UTC')) CODEC(Delta(8), ZSTD(1)),
  end_timestamp SimpleAggregateFunction(max, DateTime64(9, 'UTC')) CODEC(Delta(8), ZSTD(1)),
  -- The least tuple is the root: a span without parent sorts before all others, among equals the earliest.
  root SimpleAggregateFunction(min, Tuple(has_parent Bool, timestamp DateTime64(9, 'UTC'), name String, service_name String)) CODEC(ZSTD(1)),
  service_names SimpleAggregateFunction(groupUniqArrayArray, Array(String)) CODEC(ZSTD(1)),
  span_count SimpleAggregateFunction(sum, UInt64) CODEC(T64, ZSTD(1)),
  error_count SimpleAggregateFunction(sum, UInt64) CODEC(T64, ZSTD(1)),
  gen_ai_input_tokens SimpleAggregateFunction(sum, UInt64) CODEC(ZSTD(1)),
  gen_ai_output_tokens SimpleAggregateFunction(sum, UInt64) CODEC(ZSTD(1))
)
ENGINE = AggregatingMergeTree
PARTITION BY (retention_days, day)
ORDER BY (project_id, trace_id, retention_days)
TTL day + toIntervalDay(retention_days + 1)
SETTINGS
  -- Lookups are single rows: a small granule reads less around each.
  index_granularity = 1024,
  -- day is constant in a partition, and rows of different partitions never merge.
  allow_dimensions_outside_sorting_key = 1,
  ttl_only_drop_parts = 1,
  merge_with_ttl_timeout = 3600,
  -- The view inserts with the token of the insert into spans: a replay is dropped here as well.
  non_replicated_deduplication_window = 10000,
  fsync_after_insert = 1,
  fsync_part_directory = 1;

CREATE MATERIALIZED VIEW IF NOT EXISTS trace_index_view TO trace_index AS
SELECT
  project_id,
  retention_days,
  trace_id,
  toDate(min(spans.timestamp)) AS day,
  min(spans.timestamp) AS start_timestamp,
  max(spans.timestamp + toIntervalNanosecond(duration_nanoseconds)) AS end_timestamp,
  min(tuple(NOT is_root, spans.timestamp, toString(name), toString(service_name))) AS root,
  groupUniqArray(toString(service_name)) AS service_names,
  count() AS span_count,
  countIf(status_code = 2) AS error_count,
  -- Agent, workflow and tool spans repeat the totals of the model calls below them.
  sumIf(spans.gen_ai_input_tokens, gen_ai_operation_name NOT IN ('invoke_agent', 'create_agent', 'invoke_workflow', 'execute_tool')) AS gen_ai_input_tokens,
  sumIf(spans.gen_ai_output_tokens, gen_ai_operation_name NOT IN ('invoke_agent', 'create_agent', 'invoke_workflow', 'execute_tool')) AS gen_ai_output_tokens
FROM spans
GROUP BY project_id, retention_days, trace_id;
