import type { RowOf } from './column.ts'

/** Codes in `metric_series.type`: OTLP's five kinds of data. */
export const metricTypeCode = { gauge: 1, sum: 2, histogram: 3, exponential_histogram: 4, summary: 5 } as const

/** Table `metric_series`: one row a series and day. `temporality` is OTLP's: 0 unspecified, 1 delta, 2 cumulative. */
export const metricSeriesColumns = {
  project_id: 'LowCardinality(String)',
  metric_name: 'LowCardinality(String)',
  series_id: 'UInt64',
  day: 'Date',
  retention_days: 'UInt16',
  type: 'UInt8',
  temporality: 'UInt8',
  is_monotonic: 'Bool',
  unit: 'LowCardinality(String)',
  description: 'LowCardinality(String)',
  service_name: 'LowCardinality(String)',
  resource_id: 'UInt64',
  scope_name: 'LowCardinality(String)',
  scope_version: 'LowCardinality(String)',
  attributes: 'Map(LowCardinality(String), String)',
  attribute_types: 'Map(LowCardinality(String), UInt8)',
  last_seen: "DateTime('UTC')",
} as const

const pointColumns = {
  project_id: 'LowCardinality(String)',
  retention_days: 'UInt16',
  metric_name: 'LowCardinality(String)',
  series_id: 'UInt64',
  timestamp: "DateTime64(3, 'UTC')",
  start_timestamp: "DateTime64(3, 'UTC')",
  flags: 'UInt32',
} as const

/** Table `metric_points`: gauges and sums. `value` is NaN where the sender flagged "no recorded value". */
export const metricPointColumns = { ...pointColumns, value: 'Float64' } as const

/** Table `metric_histogram_points`. `min` and `max` are NaN where absent. */
export const metricHistogramPointColumns = {
  ...pointColumns,
  count: 'UInt64',
  sum: 'Float64',
  min: 'Float64',
  max: 'Float64',
  explicit_bounds: 'Array(Float64)',
  bucket_counts: 'Array(UInt64)',
} as const

/** Table `metric_exponential_histogram_points`. */
export const metricExponentialHistogramPointColumns = {
  ...pointColumns,
  count: 'UInt64',
  sum: 'Float64',
  min: 'Float64',
  max: 'Float64',
  scale: 'Int32',
  zero_count: 'UInt64',
  zero_threshold: 'Float64',
  positive_offset: 'Int32',
  positive_bucket_counts: 'Array(UInt64)',
  negative_offset: 'Int32',
  negative_bucket_counts: 'Array(UInt64)',
} as const

/** Table `metric_summary_points`. */
export const metricSummaryPointColumns = {
  ...pointColumns,
  count: 'UInt64',
  sum: 'Float64',
  quantiles: 'Array(Float64)',
  quantile_values: 'Array(Float64)',
} as const

/** Table `metric_exemplars`. `attributes` are the filtered attributes of the exemplar. */
export const metricExemplarColumns = {
  project_id: 'LowCardinality(String)',
  retention_days: 'UInt16',
  metric_name: 'LowCardinality(String)',
  series_id: 'UInt64',
  timestamp: "DateTime64(3, 'UTC')",
  value: 'Float64',
  trace_id: 'FixedString(16)',
  span_id: 'FixedString(8)',
  attributes: 'Map(LowCardinality(String), String)',
  attribute_types: 'Map(LowCardinality(String), UInt8)',
} as const

export type MetricSeriesRow = RowOf<typeof metricSeriesColumns>
export type MetricPointRow = RowOf<typeof metricPointColumns>
export type MetricHistogramPointRow = RowOf<typeof metricHistogramPointColumns>
export type MetricExponentialHistogramPointRow = RowOf<typeof metricExponentialHistogramPointColumns>
export type MetricSummaryPointRow = RowOf<typeof metricSummaryPointColumns>
export type MetricExemplarRow = RowOf<typeof metricExemplarColumns>
