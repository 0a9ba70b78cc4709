-- What was said of the sender, once: rows of other tables carry its hash (1.2 bytes a row instead of 12 for a map).
-- The same resource is inserted again with every flush; merges keep one row with the first and last sight of it.
CREATE TABLE IF NOT EXISTS resources (
  project_id LowCardinality(String),
  resource_id UInt64,
  service_name LowCardinality(String),
  attributes Map(LowCardinality(String), String) CODEC(ZSTD(3)),
  attribute_types Map(LowCardinality(String), UInt8) CODEC(ZSTD(1)),
  schema_url LowCardinality(String),
  first_seen SimpleAggregateFunction(min, DateTime('UTC')),
  last_seen SimpleAggregateFunction(max, DateTime('UTC'))
)
ENGINE = AggregatingMergeTree
ORDER BY (project_id, resource_id)
-- Longer than any retention class, so that no row outlives its resource.
TTL last_seen + toIntervalDay(400)
SETTINGS
  -- The plain columns depend on resource_id, which is their hash.
  allow_dimensions_outside_sorting_key = 1,
  non_replicated_deduplication_window = 10000,
  fsync_after_insert = 1,
  fsync_part_directory = 1;
