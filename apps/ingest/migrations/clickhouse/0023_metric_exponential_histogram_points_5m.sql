-- Exponential histograms by five minutes, for quantiles over hours and days.
CREATE TABLE IF NOT EXISTS metric_exponential_histogram_points_5m (
  project_id LowCardinality(String),
  retention_days UInt16,
  metric_name LowCardinality(String),
  series_id UInt64 CODEC(Delta(8), ZSTD(1)),
  bucket DateTime('UTC') CODEC(DoubleDelta, ZSTD(1)),
  -- In the key: buckets may be added only where their scale is the same.
  scale Int32 CODEC(ZSTD(1)),
  point_count SimpleAggregateFunction(sum, UInt64) CODEC(T64, ZSTD(1)),
  count_sum SimpleAggregateFunction(sum, UInt64) CODEC(T64, ZSTD(1)),
  sum_sum SimpleAggregateFunction(sum, Float64) CODEC(ZSTD(1)),
  -- Counts of buckets that have some, by a key in the order of their values: 0 for zeros, 2^40 + index for positive
  -- values, -(2^40 + index) for negative ones.
  buckets_sum SimpleAggregateFunction(sumMap, Map(Int64, UInt64)) CODEC(ZSTD(1)),
  -- The last point with its buckets, as plain columns: an aggregate state of maps or arrays takes ten times as long to read.
  last SimpleAggregateFunction(max, Tuple(
    timestamp DateTime64(3, 'UTC'),
    start_timestamp DateTime64(3, 'UTC'),
    count UInt64,
    sum Float64,
    keys Array(Int64),
    counts Array(UInt64))) CODEC(ZSTD(1))
)
ENGINE = AggregatingMergeTree
PARTITION BY (retention_days, toDate(bucket))
ORDER BY (project_id, metric_name, toStartOfHour(bucket), series_id, bucket, scale, retention_days)
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

CREATE MATERIALIZED VIEW IF NOT EXISTS metric_exponential_histogram_points_5m_view TO metric_exponential_histogram_points_5m AS
SELECT
  project_id,
  retention_days,
  metric_name,
  series_id,
  toStartOfFiveMinutes(timestamp) AS bucket,
  scale,
  count() AS point_count,
  sum(count) AS count_sum,
  sum(points.sum) AS sum_sum,
  sumMap(mapFromArrays(keys, counts)) AS buckets_sum,
  max(tuple(timestamp, start_timestamp, count, points.sum, keys, counts)) AS last
FROM (
  SELECT
    project_id, retention_days, metric_name, series_id, timestamp, start_timestamp, scale, count, sum,
    arrayConcat(
      arrayMap(at -> 1099511627776 + positive_offset + at - 1, arrayEnumerate(positive_bucket_counts)),
      arrayMap(at -> -(1099511627776 + negative_offset + at - 1), arrayEnumerate(negative_bucket_counts)),
      [toInt64(0)]) AS keys,
    arrayConcat(positive_bucket_counts, negative_bucket_counts, [zero_count]) AS counts
  FROM metric_exponential_histogram_points
  -- The sender's mark for "no value was recorded" is bit 0 of the flags.
  WHERE bitAnd(flags, 1) = 0
) AS points
GROUP BY project_id, retention_days, metric_name, series_id, bucket, scale;
