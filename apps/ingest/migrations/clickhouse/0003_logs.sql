CREATE TABLE IF NOT EXISTS logs (
  project_id LowCardinality(String) CODEC(ZSTD(1)),
  retention_days UInt16 CODEC(ZSTD(1)),
  timestamp DateTime64(9, 'UTC') CODEC(Delta(8), ZSTD(1)),
  observed_timestamp DateTime64(9, 'UTC') CODEC(Delta(8), ZSTD(1)),
  trace_id FixedString(16) CODEC(ZSTD(1)),
  span_id FixedString(8) CODEC(ZSTD(1)),
  flags UInt32 CODEC(ZSTD(1)),
  severity_number UInt8 CODEC(ZSTD(1)),
  severity_text LowCardinality(String) CODEC(ZSTD(1)),
  service_name LowCardinality(String) CODEC(ZSTD(1)),
  event_name LowCardinality(String) CODEC(ZSTD(1)),
  scope_name LowCardinality(String) CODEC(ZSTD(1)),
  scope_version LowCardinality(String) CODEC(ZSTD(1)),
  scope_attributes Map(LowCardinality(String), String) CODEC(ZSTD(1)),
  scope_attribute_types Map(LowCardinality(String), UInt8) CODEC(ZSTD(1)),
  body String CODEC(ZSTD(1)),
  body_is_json Bool CODEC(ZSTD(1)),
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
  deployment_environment_name LowCardinality(String) CODEC(ZSTD(1)),
  service_version LowCardinality(String) CODEC(ZSTD(1)),
  session_id String CODEC(ZSTD(1)),
  user_id String CODEC(ZSTD(1)),
  sequence UInt64 CODEC(Delta(8), ZSTD(1)),

  ingested_at DateTime64(3, 'UTC') ALIAS fromUnixTimestamp64Milli(toInt64(bitShiftRight(sequence, 22)), 'UTC'),
  -- Tokens of the equality index. The expression must stay this plain: with arrayFilter, IN or has(constant array)
  -- inside it, ClickHouse 26.7 builds the index but never uses it.
  attribute_items Array(String) ALIAS
    arrayMap((key, value) -> concat(key, '=', value), mapKeys(attributes_string), mapValues(attributes_string)),
  -- Keys of the values that attribute_items leaves out. A filter looks there too, and this index keeps that cheap.
  unindexed_attribute_keys Array(String) ALIAS arrayConcat(
    mapKeys(attributes_unindexed), mapKeys(attributes_int), mapKeys(attributes_double),
    mapKeys(attributes_bool), mapKeys(attributes_json)),

  -- Inside a minute rows stand by service: this skips to the seconds that a cursor or a zoom asks for.
  INDEX timestamp_minmax timestamp TYPE minmax GRANULARITY 1,
  -- The logs of a trace or span.
  INDEX trace_id_bloom trace_id TYPE bloom_filter(0.001) GRANULARITY 1,
  -- Text search: words whole inside the text are looked up, parts of words are found in the dictionary of words.
  -- Lower case by Unicode's rules, as ILIKE compares. Substring and phrase indexes cost 5 to 10 times the bytes.
  INDEX body_text body TYPE text(tokenizer = 'splitByNonAlpha', preprocessor = lowerUTF8(body), posting_list_codec = 'bitpacking'),
  -- Attribute equality: reads the granules that hold the value, instead of the maps of the whole time range.
  INDEX attribute_items_text attribute_items TYPE text(tokenizer = 'array', posting_list_codec = 'bitpacking'),
  -- The other half of attribute equality: granules where the key stands in a map without a value index.
  INDEX unindexed_attribute_keys_text unindexed_attribute_keys TYPE text(tokenizer = 'array', posting_list_codec = 'bitpacking'),
  -- Attribute equality on the resource: resources of a minute and service are few, so a filter on ids skips nearly all.
  INDEX resource_id_bloom resource_id TYPE bloom_filter(0.01) GRANULARITY 1,
  INDEX session_id_bloom session_id TYPE bloom_filter(0.01) GRANULARITY 1,
  -- Errors are few: granules without one are skipped.
  INDEX severity_number_minmax severity_number TYPE minmax GRANULARITY 1,
  -- Order of arrival: a tail that resumes reads only the newest granules.
  INDEX sequence_minmax sequence TYPE minmax GRANULARITY 1
)
ENGINE = MergeTree
PARTITION BY (retention_days, toDate(timestamp))
-- As for spans: the minute leads and timestamp stays out of the primary key.
PRIMARY KEY (project_id, toStartOfMinute(timestamp), service_name)
ORDER BY (project_id, toStartOfMinute(timestamp), service_name, timestamp)
TTL toDateTime(timestamp) + toIntervalDay(retention_days)
SETTINGS
  ttl_only_drop_parts = 1,
  merge_with_ttl_timeout = 3600,
  non_replicated_deduplication_window = 10000,
  fsync_after_insert = 1,
  fsync_part_directory = 1;
