-- What lists, roll-ups and dashboards ask of spans of generative AI, in one set of columns for every SDK's dialect.
-- Nearly all spans leave them empty: sparse columns cost them next to nothing.
-- Spans of before this release take kind and inference from their operation, which was all that was known of them.
ALTER TABLE spans
  ADD COLUMN IF NOT EXISTS gen_ai_kind LowCardinality(String) DEFAULT multiIf(
    gen_ai_operation_name IN ('invoke_agent', 'create_agent'), 'agent',
    gen_ai_operation_name = 'invoke_workflow', 'workflow',
    gen_ai_operation_name = 'execute_tool', 'tool',
    gen_ai_operation_name = 'embeddings', 'embedding',
    gen_ai_operation_name = 'retrieval', 'retrieval',
    gen_ai_operation_name != '' OR gen_ai_request_model != '', 'llm',
    '') CODEC(ZSTD(1)) AFTER user_id,
  ADD COLUMN IF NOT EXISTS gen_ai_response_model LowCardinality(String) CODEC(ZSTD(1)) AFTER gen_ai_request_model,
  ADD COLUMN IF NOT EXISTS gen_ai_finish_reason LowCardinality(String) CODEC(ZSTD(1)) AFTER gen_ai_tool_name,
  ADD COLUMN IF NOT EXISTS gen_ai_is_inference Bool DEFAULT gen_ai_kind IN ('llm', 'embedding') CODEC(ZSTD(1)) AFTER gen_ai_finish_reason,
  ADD COLUMN IF NOT EXISTS gen_ai_cache_read_input_tokens UInt32 CODEC(ZSTD(1)) AFTER gen_ai_output_tokens,
  ADD COLUMN IF NOT EXISTS gen_ai_cache_write_input_tokens UInt32 CODEC(ZSTD(1)) AFTER gen_ai_cache_read_input_tokens,
  ADD COLUMN IF NOT EXISTS gen_ai_reasoning_output_tokens UInt32 CODEC(ZSTD(1)) AFTER gen_ai_cache_write_input_tokens,
  ADD COLUMN IF NOT EXISTS gen_ai_cost Float64 CODEC(ZSTD(1)) AFTER gen_ai_reasoning_output_tokens,
  ADD COLUMN IF NOT EXISTS gen_ai_cost_source LowCardinality(String) CODEC(ZSTD(1)) AFTER gen_ai_cost,
  ADD COLUMN IF NOT EXISTS gen_ai_time_to_first_chunk_nanoseconds UInt64 CODEC(ZSTD(1)) AFTER gen_ai_cost_source,
  ADD COLUMN IF NOT EXISTS gen_ai_input_preview String CODEC(ZSTD(1)) AFTER gen_ai_time_to_first_chunk_nanoseconds,
  ADD COLUMN IF NOT EXISTS gen_ai_output_preview String CODEC(ZSTD(1)) AFTER gen_ai_input_preview;

ALTER TABLE running_spans
  ADD COLUMN IF NOT EXISTS gen_ai_kind LowCardinality(String) CODEC(ZSTD(1)) AFTER user_id,
  ADD COLUMN IF NOT EXISTS gen_ai_response_model LowCardinality(String) CODEC(ZSTD(1)) AFTER gen_ai_request_model,
  ADD COLUMN IF NOT EXISTS gen_ai_finish_reason LowCardinality(String) CODEC(ZSTD(1)) AFTER gen_ai_tool_name,
  ADD COLUMN IF NOT EXISTS gen_ai_is_inference Bool CODEC(ZSTD(1)) AFTER gen_ai_finish_reason,
  ADD COLUMN IF NOT EXISTS gen_ai_cache_read_input_tokens UInt32 CODEC(ZSTD(1)) AFTER gen_ai_output_tokens,
  ADD COLUMN IF NOT EXISTS gen_ai_cache_write_input_tokens UInt32 CODEC(ZSTD(1)) AFTER gen_ai_cache_read_input_tokens,
  ADD COLUMN IF NOT EXISTS gen_ai_reasoning_output_tokens UInt32 CODEC(ZSTD(1)) AFTER gen_ai_cache_write_input_tokens,
  ADD COLUMN IF NOT EXISTS gen_ai_cost Float64 CODEC(ZSTD(1)) AFTER gen_ai_reasoning_output_tokens,
  ADD COLUMN IF NOT EXISTS gen_ai_cost_source LowCardinality(String) CODEC(ZSTD(1)) AFTER gen_ai_cost,
  ADD COLUMN IF NOT EXISTS gen_ai_time_to_first_chunk_nanoseconds UInt64 CODEC(ZSTD(1)) AFTER gen_ai_cost_source,
  ADD COLUMN IF NOT EXISTS gen_ai_input_preview String CODEC(ZSTD(1)) AFTER gen_ai_time_to_first_chunk_nanoseconds,
  ADD COLUMN IF NOT EXISTS gen_ai_output_preview String CODEC(ZSTD(1)) AFTER gen_ai_input_preview;

-- Sums are over calls of models alone: agent, workflow and tool spans repeat the totals of the calls below them.
ALTER TABLE trace_index
  ADD COLUMN IF NOT EXISTS gen_ai_cost SimpleAggregateFunction(sum, Float64) CODEC(ZSTD(1)),
  ADD COLUMN IF NOT EXISTS gen_ai_inference_count SimpleAggregateFunction(sum, UInt64) CODEC(ZSTD(1)),
  -- Calls that used tokens of a model whose price is not known: their cost is missing in the sum.
  ADD COLUMN IF NOT EXISTS gen_ai_unpriced_count SimpleAggregateFunction(sum, UInt64) CODEC(ZSTD(1));

-- After MODIFY QUERY an engine names the view differently in the tokens of its inserts, until it starts again: what is repeated after
-- a restart would be stored twice in the roll-up. A new name, and the old one again, gives it the name it has after a restart.
RENAME TABLE IF EXISTS trace_index_view_renamed TO trace_index_view;
ALTER TABLE trace_index_view MODIFY QUERY
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
  sumIf(spans.gen_ai_input_tokens, gen_ai_is_inference) AS gen_ai_input_tokens,
  sumIf(spans.gen_ai_output_tokens, gen_ai_is_inference) AS gen_ai_output_tokens,
  sumIf(spans.gen_ai_cost, gen_ai_is_inference) AS gen_ai_cost,
  countIf(gen_ai_is_inference) AS gen_ai_inference_count,
  countIf(gen_ai_is_inference AND gen_ai_cost_source = 'unpriced') AS gen_ai_unpriced_count
FROM spans
GROUP BY project_id, retention_days, trace_id;
RENAME TABLE trace_index_view TO trace_index_view_renamed;
RENAME TABLE trace_index_view_renamed TO trace_index_view;

ALTER TABLE span_metrics_1m
  ADD COLUMN IF NOT EXISTS gen_ai_cost SimpleAggregateFunction(sum, Float64) CODEC(ZSTD(1));

RENAME TABLE IF EXISTS span_metrics_1m_view_renamed TO span_metrics_1m_view;
ALTER TABLE span_metrics_1m_view MODIFY QUERY
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
  sumIf(spans.gen_ai_input_tokens, gen_ai_is_inference) AS gen_ai_input_tokens,
  sumIf(spans.gen_ai_output_tokens, gen_ai_is_inference) AS gen_ai_output_tokens,
  sumIf(spans.gen_ai_cost, gen_ai_is_inference) AS gen_ai_cost
FROM spans
GROUP BY project_id, retention_days, bucket, service_name, name, kind;
RENAME TABLE span_metrics_1m_view TO span_metrics_1m_view_renamed;
RENAME TABLE span_metrics_1m_view_renamed TO span_metrics_1m_view;
