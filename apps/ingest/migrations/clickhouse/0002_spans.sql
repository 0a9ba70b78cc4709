CREATE TABLE IF NOT EXISTS spans (
  project_id LowCardinality(String) CODEC(ZSTD(1)),
  retention_days UInt16 CODEC(ZSTD(1)),
  timestamp DateTime64(9, 'UTC') CODEC(Delta(8), ZSTD(1)),
  duration_nanoseconds UInt64 CODEC(ZSTD(1)),
  trace_id FixedString(16) CODEC(ZSTD(1)),
  -- Random bytes: compressing them costs time and saves nothing.
  span_id FixedString(8) CODEC(NONE),
  parent_span_id FixedString(8) CODEC(ZSTD(1)),
  trace_state String CODEC(ZSTD(1)),
  flags UInt32 CODEC(ZSTD(1)),
  name LowCardinality(String) CODEC(ZSTD(1)),
  kind UInt8 CODEC(ZSTD(1)),
  service_name LowCardinality(String) CODEC(ZSTD(1)),
  status_code UInt8 CODEC(ZSTD(1)),
  status_message String CODEC(ZSTD(1)),
  scope_name LowCardinality(String) CODEC(ZSTD(1)),
  scope_version LowCardinality(String) CODEC(ZSTD(1)),
  scope_attributes Map(LowCardinality(String), String) CODEC(ZSTD(1)),
  scope_attribute_types Map(LowCardinality(String), UInt8) CODEC(ZSTD(1)),
  resource_id UInt64 CODEC(ZSTD(1)),
  -- Strings of at most 64 bytes: the ones behind the key=value index.
  attributes_string Map(LowCardinality(String), String) CODEC(ZSTD(1)),
  -- Strings an index would be too large for: longer ones, and those of keys that are nearly unique per row.
  attributes_unindexed Map(LowCardinality(String), String) CODEC(ZSTD(1)),
  attributes_int Map(LowCardinality(String), Int64) CODEC(ZSTD(1)),
  attributes_double Map(LowCardinality(String), Float64) CODEC(ZSTD(1)),
  attributes_bool Map(LowCardinality(String), Bool) CODEC(ZSTD(1)),
  attributes_json Map(LowCardinality(String), String) CODEC(ZSTD(1)),
  dropped_attributes_count UInt32 CODEC(ZSTD(1)),
  dropped_events_count UInt32 CODEC(ZSTD(1)),
  dropped_links_count UInt32 CODEC(ZSTD(1)),
  -- Promoted attributes: what the console filters, groups and lists by without reading a map.
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
  events Nested(
    timestamp DateTime64(9, 'UTC'),
    name LowCardinality(String),
    attributes Map(LowCardinality(String), String),
    attribute_types Map(LowCardinality(String), UInt8),
    dropped_attributes_count UInt32
  ) CODEC(ZSTD(1)),
  links Nested(
    trace_id FixedString(16),
    span_id FixedString(8),
    trace_state String,
    flags UInt32,
    attributes Map(LowCardinality(String), String),
    attribute_types Map(LowCardinality(String), UInt8),
    dropped_attributes_count UInt32
  ) CODEC(ZSTD(1)),
  sequence UInt64 CODEC(Delta(8), ZSTD(1)),

  is_root Bool MATERIALIZED parent_span_id = toFixedString('', 8) CODEC(ZSTD(1)),
  ingested_at DateTime64(3, 'UTC') ALIAS fromUnixTimestamp64Milli(toInt64(bitShiftRight(sequence, 22)), 'UTC'),
  -- Tokens of the equality index. The expression must stay this plain: with arrayFilter, IN or has(constant array)
  -- inside it, ClickHouse 26.7 builds the index but never uses it.
  attribute_items Array(String) ALIAS
    arrayMap((key, value) -> concat(key, '=', value), mapKeys(attributes_string), mapValues(attributes_string)),
  -- Keys of the values that attribute_items leaves out. A filter looks there too, and this index keeps that cheap.
  unindexed_attribute_keys Array(String) ALIAS arrayConcat(
    mapKeys(attributes_unindexed), mapKeys(attributes_int), mapKeys(attributes_double),
    mapKeys(attributes_bool), mapKeys(attributes_json)),

  -- Inside a minute rows stand by service and name: this skips to the seconds that a cursor or a zoom asks for.
  INDEX timestamp_minmax timestamp TYPE minmax GRANULARITY 1,
  -- A trace whose time is known only roughly. Lookups by id alone go through trace_index, never through this.
  INDEX trace_id_bloom trace_id TYPE bloom_filter(0.001) GRANULARITY 1,
  -- Attribute equality: reads the granules that hold the value, instead of the maps of the whole time range.
  INDEX attribute_items_text attribute_items TYPE text(tokenizer = 'array', posting_list_codec = 'bitpacking'),
  -- The other half of attribute equality: granules where the key stands in a map without a value index.
  INDEX unindexed_attribute_keys_text unindexed_attribute_keys TYPE text(tokenizer = 'array', posting_list_codec = 'bitpacking'),
  -- Attribute equality on the resource: resources of a minute and service are few, so a filter on ids skips nearly all.
  INDEX resource_id_bloom resource_id TYPE bloom_filter(0.01) GRANULARITY 1,
  -- One session or user among many: values too many for a dictionary.
  INDEX session_id_bloom session_id TYPE bloom_filter(0.01) GRANULARITY 1,
  INDEX user_id_bloom user_id TYPE bloom_filter(0.01) GRANULARITY 1,
  -- Slow spans are few: granules without one are skipped.
  INDEX duration_minmax duration_nanoseconds TYPE minmax GRANULARITY 1,
  -- Order of arrival: a tail that resumes reads only the newest granules.
  INDEX sequence_minmax sequence TYPE minmax GRANULARITY 1
)
ENGINE = MergeTree
-- Whole parts expire together: retention drops files and never rewrites them.
PARTITION BY (retention_days, toDate(timestamp))
-- The minute leads, so that every list and histogram reads its time range only; a service is contiguous inside it.
-- timestamp itself must stay out: a condition on it would bind to that later column and the minute would be ignored.
PRIMARY KEY (project_id, toStartOfMinute(timestamp), service_name)
ORDER BY (project_id, toStartOfMinute(timestamp), service_name, name, timestamp)
TTL toDateTime(timestamp) + toIntervalDay(retention_days)
SETTINGS
  ttl_only_drop_parts = 1,
  merge_with_ttl_timeout = 3600,
  -- A replayed segment carries the token of its first attempt and is dropped.
  non_replicated_deduplication_window = 10000,
  -- The spool forgets a segment once ClickHouse has confirmed it: by then its parts must survive a power loss.
  fsync_after_insert = 1,
  fsync_part_directory = 1;
