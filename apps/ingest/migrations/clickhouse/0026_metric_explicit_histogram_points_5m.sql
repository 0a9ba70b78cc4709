-- Explicit-bounds histograms by five minutes, from here on without aggregate states of arrays, which cost half of a quantile over a day to read.
-- What metric_histogram_points_5m holds from before is read beside this until it has aged.
CREATE TABLE IF NOT EXISTS metric_explicit_histogram_points_5m (
  project_id LowCardinality(String),
  retention_days UInt16,
  metric_name LowCardinality(String),
  series_id UInt64 CODEC(Delta(8), ZSTD(1)),
  bucket DateTime('UTC') CODEC(DoubleDelta, ZSTD(1)),
  -- In the key: counts may be added only where the bounds are the same.
  explicit_bounds Array(Float64) CODEC(ZSTD(1)),
  point_count SimpleAggregateFunction(sum, UInt64) CODEC(T64, ZSTD(1)),
  count_sum SimpleAggregateFunction(sum, UInt64) CODEC(T64, ZSTD(1)),
  sum_sum SimpleAggregateFunction(sum, Float64) CODEC(ZSTD(1)),
  -- By the place of the bucket, from 1 on, also of those that have none: counts in their order are the map's values.
  buckets_sum SimpleAggregateFunction(sumMap, Map(UInt16, UInt64)) CODEC(ZSTD(1)),
  -- The last point, as plain columns.
  last SimpleAggregateFunction(max, Tuple(
    timestamp DateTime64(3, 'UTC'),
    start_timestamp DateTime64(3, 'UTC'),
    count UInt64,
    sum Float64,
    counts Array(UInt64))) CODEC(ZSTD(1))
)
ENGINE = AggregatingMergeTree
PARTITION BY (retention_days, toDate(bucket))
ORDER BY (project_id, metric_name, toStartOfHour(bucket), series_id, bucket, explicit_bounds, retention_days)
TTL bucket + toIntervalDay(retention_days)
SETTINGS
  ttl_only_drop_parts = 1,
  merge_with_ttl_timeout = 3600,
  non_replicated_deduplication_window = 10000,
  fsync_after_insert = 1,
  fsync_part_directory = 1,
  -- A metric has some thousand rows an hour: a part of it is read without its neighbours.
  index_granularity = 2048,
  merge_selector_base = 10,
  min_parts_to_merge_at_once = 10,
  auto_statistics_types = '';

-- What is inserted between the two statements misses the roll-up; both at once would count it twice. Receivers of this process start later.
DROP VIEW IF EXISTS metric_histogram_points_5m_view;

CREATE MATERIALIZED VIEW IF NOT EXISTS metric_explicit_histogram_points_5m_view TO metric_explicit_histogram_points_5m AS
SELECT
  project_id,
  retention_days,
  metric_name,
  series_id,
  toStartOfFiveMinutes(timestamp) AS bucket,
  explicit_bounds,
  count() AS point_count,
  sum(count) AS count_sum,
  sum(points.sum) AS sum_sum,
  sumMap(mapFromArrays(arrayMap(place -> toUInt16(place), arrayEnumerate(bucket_counts)), bucket_counts)) AS buckets_sum,
  max(tuple(timestamp, start_timestamp, count, points.sum, bucket_counts)) AS last
FROM metric_histogram_points AS points
-- The sender's mark for "no value was recorded" is bit 0 of the flags.
WHERE bitAnd(flags, 1) = 0
GROUP BY project_id, retention_days, metric_name, series_id, bucket, explicit_bounds;
