-- Spans that have started and not yet ended, from the start records that an SDK may send. A span takes its start out of
-- here: nearly all of what was ever written is gone again after the next merge, so the table is as large as what runs.
CREATE TABLE IF NOT EXISTS running_spans (
  project_id LowCardinality(String) CODEC(ZSTD(1)),
  -- The project's, at most 7: whoever has not ended by then will not.
  retention_days UInt16 CODEC(ZSTD(1)),
  timestamp DateTime64(9, 'UTC') CODEC(Delta(8), ZSTD(1)),
  -- From here on no end is expected any more: the SDK would have ended the span by itself.
  end_expected_by DateTime64(9, 'UTC') CODEC(Delta(8), ZSTD(1)),
  trace_id FixedString(16) CODEC(ZSTD(1)),
  span_id FixedString(8) CODEC(NONE),
  parent_span_id FixedString(8) CODEC(ZSTD(1)),
  flags UInt32 CODEC(ZSTD(1)),
  name LowCardinality(String) CODEC(ZSTD(1)),
  kind UInt8 CODEC(ZSTD(1)),
  service_name LowCardinality(String) CODEC(ZSTD(1)),
  scope_name LowCardinality(String) CODEC(ZSTD(1)),
  scope_version LowCardinality(String) CODEC(ZSTD(1)),
  scope_attributes Map(LowCardinality(String), String) CODEC(ZSTD(1)),
  scope_attribute_types Map(LowCardinality(String), UInt8) CODEC(ZSTD(1)),
  resource_id UInt64 CODEC(ZSTD(1)),
  attributes_string Map(LowCardinality(String), String) CODEC(ZSTD(1)),
  attributes_unindexed Map(LowCardinality(String), String) CODEC(ZSTD(1)),
  attributes_int Map(LowCardinality(String), Int64) CODEC(ZSTD(1)),
  attributes_double Map(LowCardinality(String), Float64) CODEC(ZSTD(1)),
  attributes_bool Map(LowCardinality(String), Bool) CODEC(ZSTD(1)),
  attributes_json Map(LowCardinality(String), String) CODEC(ZSTD(1)),
  dropped_attributes_count UInt32 CODEC(ZSTD(1)),
  deployment_environment_name LowCardinality(String) CODEC(ZSTD(1)),
  service_version LowCardinality(String) CODEC(ZSTD(1)),
  http_route LowCardinality(String) CODEC(ZSTD(1)),
  http_response_status_code UInt16 CODEC(ZSTD(1)),
  server_address LowCardinality(String) CODEC(ZSTD(1)),
  session_id String CODEC(ZSTD(1)),
  user_id String CODEC(ZSTD(1)),
  gen_ai_operation_name LowCardinality(String) CODEC(ZSTD(1)),
  gen_ai_provider_name LowCardinality(String) CODEC(ZSTD(1)),
  gen_ai_request_model LowCardinality(String) CODEC(ZSTD(1)),
  gen_ai_agent_name LowCardinality(String) CODEC(ZSTD(1)),
  gen_ai_tool_name LowCardinality(String) CODEC(ZSTD(1)),
  gen_ai_input_tokens UInt32 CODEC(ZSTD(1)),
  gen_ai_output_tokens UInt32 CODEC(ZSTD(1)),
  sequence UInt64 CODEC(Delta(8), ZSTD(1)),
  -- 1 a start, -1 its end: a pair of one span disappears when parts merge.
  sign Int8 DEFAULT 1 CODEC(ZSTD(1)),
  version UInt8 DEFAULT 0 CODEC(ZSTD(1)),

  is_root Bool MATERIALIZED parent_span_id = toFixedString('', 8) CODEC(ZSTD(1)),
  -- What filters of spans ask for.
  attribute_items Array(String) ALIAS
    arrayMap((key, value) -> concat(key, '=', value), mapKeys(attributes_string), mapValues(attributes_string)),
  unindexed_attribute_keys Array(String) ALIAS arrayConcat(
    mapKeys(attributes_unindexed), mapKeys(attributes_int), mapKeys(attributes_double),
    mapKeys(attributes_bool), mapKeys(attributes_json)),

  INDEX trace_id_bloom trace_id TYPE bloom_filter(0.001) GRANULARITY 1
)
-- Versioned, because it pairs start and end in either order of arrival.
ENGINE = VersionedCollapsingMergeTree(sign, version)
PARTITION BY (retention_days, toDate(timestamp))
PRIMARY KEY (project_id, toStartOfMinute(timestamp))
-- Only the minute of the time is compared: a sender may round the times of its start records.
ORDER BY (project_id, toStartOfMinute(timestamp), trace_id, span_id)
TTL toDateTime(timestamp) + toIntervalDay(retention_days)
SETTINGS
  index_granularity = 1024,
  ttl_only_drop_parts = 1,
  merge_with_ttl_timeout = 3600,
  non_replicated_deduplication_window = 10000,
  fsync_after_insert = 1,
  fsync_part_directory = 1;

-- An SDK that announced a span says so on the span: those that were never announced are not looked at twice.
-- A span without the mark hides its start all the same, when it is read.
CREATE MATERIALIZED VIEW IF NOT EXISTS running_spans_ended_view TO running_spans AS
SELECT
  project_id,
  toUInt16(least(retention_days, 7)) AS retention_days,
  timestamp,
  trace_id,
  span_id,
  toInt8(-1) AS sign
FROM spans
WHERE attributes_bool['hanzo.span.announced'];
