-- The names of the OpenTelemetry Collector's ClickHouse exporter over our tables, for what reads those: Grafana's ClickHouse data source,
-- ClickStack, dashboards and queries of one's own. Whoever has the database's password sees all projects: `ProjectId` tells them apart.
-- Times and services are passed on as they are, so that a filter on them reads its part of a table only. For a trace by id,
-- otel_traces_trace_id_ts says when it was, as it does for the exporter.
-- Exemplars have times of their own here, not their points', and are left out: metric_exemplars has them.
-- @see https://github.com/open-telemetry/opentelemetry-collector-contrib/tree/main/exporter/clickhouseexporter
CREATE VIEW IF NOT EXISTS otel_traces AS
SELECT
  project_id AS ProjectId,
  timestamp AS Timestamp,
  if(trace_id = toFixedString('', 16), '', lower(hex(trace_id))) AS TraceId,
  lower(hex(span_id)) AS SpanId,
  if(is_root, '', lower(hex(parent_span_id))) AS ParentSpanId,
  trace_state AS TraceState,
  name AS SpanName,
  transform(kind, [1, 2, 3, 4, 5], ['Internal', 'Server', 'Client', 'Producer', 'Consumer'], 'Unspecified') AS SpanKind,
  service_name AS ServiceName,
  CAST(resource_attributes, 'Map(LowCardinality(String), String)') AS ResourceAttributes,
  scope_name AS ScopeName,
  scope_version AS ScopeVersion,
  CAST(mapConcat(
    attributes_string, attributes_unindexed,
    mapApply((key, value) -> (key, toString(value)), attributes_int),
    mapApply((key, value) -> (key, toString(value)), attributes_double),
    mapApply((key, value) -> (key, toString(value)), attributes_bool),
    attributes_json), 'Map(LowCardinality(String), String)') AS SpanAttributes,
  duration_nanoseconds AS Duration,
  transform(status_code, [1, 2], ['Ok', 'Error'], 'Unset') AS StatusCode,
  status_message AS StatusMessage,
  events.timestamp AS `Events.Timestamp`,
  events.name AS `Events.Name`,
  events.attributes AS `Events.Attributes`,
  arrayMap(id -> lower(hex(id)), links.trace_id) AS `Links.TraceId`,
  arrayMap(id -> lower(hex(id)), links.span_id) AS `Links.SpanId`,
  links.trace_state AS `Links.TraceState`,
  links.attributes AS `Links.Attributes`
FROM spans
LEFT ANY JOIN (
  SELECT project_id, resource_id, any(attributes) AS resource_attributes, any(schema_url) AS resource_schema_url
  FROM resources
  GROUP BY project_id, resource_id
) AS described USING (project_id, resource_id);

CREATE VIEW IF NOT EXISTS otel_traces_trace_id_ts AS
SELECT
  project_id AS ProjectId,
  lower(hex(trace_id)) AS TraceId,
  toDateTime(min(start_timestamp), 'UTC') AS Start,
  toDateTime(max(end_timestamp), 'UTC') AS End
FROM trace_index
GROUP BY ProjectId, trace_id;

CREATE VIEW IF NOT EXISTS otel_logs AS
SELECT
  project_id AS ProjectId,
  timestamp AS Timestamp,
  toDateTime(timestamp, 'UTC') AS TimestampTime,
  if(trace_id = toFixedString('', 16), '', lower(hex(trace_id))) AS TraceId,
  if(span_id = toFixedString('', 8), '', lower(hex(span_id))) AS SpanId,
  toUInt8(bitAnd(flags, 255)) AS TraceFlags,
  severity_text AS SeverityText,
  severity_number AS SeverityNumber,
  service_name AS ServiceName,
  body AS Body,
  resource_schema_url AS ResourceSchemaUrl,
  CAST(resource_attributes, 'Map(LowCardinality(String), String)') AS ResourceAttributes,
  '' AS ScopeSchemaUrl,
  scope_name AS ScopeName,
  scope_version AS ScopeVersion,
  scope_attributes AS ScopeAttributes,
  CAST(mapConcat(
    attributes_string, attributes_unindexed,
    mapApply((key, value) -> (key, toString(value)), attributes_int),
    mapApply((key, value) -> (key, toString(value)), attributes_double),
    mapApply((key, value) -> (key, toString(value)), attributes_bool),
    attributes_json), 'Map(LowCardinality(String), String)') AS LogAttributes,
  event_name AS EventName
FROM logs
LEFT ANY JOIN (
  SELECT project_id, resource_id, any(attributes) AS resource_attributes, any(schema_url) AS resource_schema_url
  FROM resources
  GROUP BY project_id, resource_id
) AS described USING (project_id, resource_id);

CREATE VIEW IF NOT EXISTS otel_metrics_gauge AS
SELECT
  project_id AS ProjectId,
  CAST(resource_attributes, 'Map(LowCardinality(String), String)') AS ResourceAttributes,
  resource_schema_url AS ResourceSchemaUrl,
  scope_name AS ScopeName,
  scope_version AS ScopeVersion,
  CAST(map(), 'Map(LowCardinality(String), String)') AS ScopeAttributes,
  toUInt32(0) AS ScopeDroppedAttrCount,
  '' AS ScopeSchemaUrl,
  service_name AS ServiceName,
  metric_name AS MetricName,
  description AS MetricDescription,
  unit AS MetricUnit,
  CAST(series_attributes, 'Map(LowCardinality(String), String)') AS Attributes,
  CAST(start_timestamp, 'DateTime64(9, \'UTC\')') AS StartTimeUnix,
  CAST(timestamp, 'DateTime64(9, \'UTC\')') AS TimeUnix,
  value AS Value,
  flags AS Flags
FROM metric_points
INNER JOIN (
  SELECT
    project_id, metric_name, series_id,
    any(type) AS series_type, any(temporality) AS temporality, any(is_monotonic) AS is_monotonic, any(unit) AS unit,
    argMax(description, last_seen) AS description, any(service_name) AS service_name, any(resource_id) AS resource_id,
    any(scope_name) AS scope_name, any(scope_version) AS scope_version, any(attributes) AS series_attributes
  FROM metric_series
  GROUP BY project_id, metric_name, series_id
) AS series USING (project_id, metric_name, series_id)
LEFT ANY JOIN (
  SELECT project_id, resource_id, any(attributes) AS resource_attributes, any(schema_url) AS resource_schema_url
  FROM resources
  GROUP BY project_id, resource_id
) AS described USING (project_id, resource_id)
WHERE series_type = 1;

CREATE VIEW IF NOT EXISTS otel_metrics_sum AS
SELECT
  project_id AS ProjectId,
  CAST(resource_attributes, 'Map(LowCardinality(String), String)') AS ResourceAttributes,
  resource_schema_url AS ResourceSchemaUrl,
  scope_name AS ScopeName,
  scope_version AS ScopeVersion,
  CAST(map(), 'Map(LowCardinality(String), String)') AS ScopeAttributes,
  toUInt32(0) AS ScopeDroppedAttrCount,
  '' AS ScopeSchemaUrl,
  service_name AS ServiceName,
  metric_name AS MetricName,
  description AS MetricDescription,
  unit AS MetricUnit,
  CAST(series_attributes, 'Map(LowCardinality(String), String)') AS Attributes,
  CAST(start_timestamp, 'DateTime64(9, \'UTC\')') AS StartTimeUnix,
  CAST(timestamp, 'DateTime64(9, \'UTC\')') AS TimeUnix,
  value AS Value,
  toInt32(temporality) AS AggregationTemporality,
  is_monotonic AS IsMonotonic,
  flags AS Flags
FROM metric_points
INNER JOIN (
  SELECT
    project_id, metric_name, series_id,
    any(type) AS series_type, any(temporality) AS temporality, any(is_monotonic) AS is_monotonic, any(unit) AS unit,
    argMax(description, last_seen) AS description, any(service_name) AS service_name, any(resource_id) AS resource_id,
    any(scope_name) AS scope_name, any(scope_version) AS scope_version, any(attributes) AS series_attributes
  FROM metric_series
  GROUP BY project_id, metric_name, series_id
) AS series USING (project_id, metric_name, series_id)
LEFT ANY JOIN (
  SELECT project_id, resource_id, any(attributes) AS resource_attributes, any(schema_url) AS resource_schema_url
  FROM resources
  GROUP BY project_id, resource_id
) AS described USING (project_id, resource_id)
WHERE series_type = 2;

CREATE VIEW IF NOT EXISTS otel_metrics_histogram AS
SELECT
  project_id AS ProjectId,
  CAST(resource_attributes, 'Map(LowCardinality(String), String)') AS ResourceAttributes,
  resource_schema_url AS ResourceSchemaUrl,
  scope_name AS ScopeName,
  scope_version AS ScopeVersion,
  CAST(map(), 'Map(LowCardinality(String), String)') AS ScopeAttributes,
  toUInt32(0) AS ScopeDroppedAttrCount,
  '' AS ScopeSchemaUrl,
  service_name AS ServiceName,
  metric_name AS MetricName,
  description AS MetricDescription,
  unit AS MetricUnit,
  CAST(series_attributes, 'Map(LowCardinality(String), String)') AS Attributes,
  CAST(start_timestamp, 'DateTime64(9, \'UTC\')') AS StartTimeUnix,
  CAST(timestamp, 'DateTime64(9, \'UTC\')') AS TimeUnix,
  count AS Count,
  sum AS Sum,
  bucket_counts AS BucketCounts,
  explicit_bounds AS ExplicitBounds,
  min AS Min,
  max AS Max,
  toInt32(temporality) AS AggregationTemporality,
  flags AS Flags
FROM metric_histogram_points
INNER JOIN (
  SELECT
    project_id, metric_name, series_id,
    any(type) AS series_type, any(temporality) AS temporality, any(is_monotonic) AS is_monotonic, any(unit) AS unit,
    argMax(description, last_seen) AS description, any(service_name) AS service_name, any(resource_id) AS resource_id,
    any(scope_name) AS scope_name, any(scope_version) AS scope_version, any(attributes) AS series_attributes
  FROM metric_series
  GROUP BY project_id, metric_name, series_id
) AS series USING (project_id, metric_name, series_id)
LEFT ANY JOIN (
  SELECT project_id, resource_id, any(attributes) AS resource_attributes, any(schema_url) AS resource_schema_url
  FROM resources
  GROUP BY project_id, resource_id
) AS described USING (project_id, resource_id);

CREATE VIEW IF NOT EXISTS otel_metrics_exponential_histogram AS
SELECT
  project_id AS ProjectId,
  CAST(resource_attributes, 'Map(LowCardinality(String), String)') AS ResourceAttributes,
  resource_schema_url AS ResourceSchemaUrl,
  scope_name AS ScopeName,
  scope_version AS ScopeVersion,
  CAST(map(), 'Map(LowCardinality(String), String)') AS ScopeAttributes,
  toUInt32(0) AS ScopeDroppedAttrCount,
  '' AS ScopeSchemaUrl,
  service_name AS ServiceName,
  metric_name AS MetricName,
  description AS MetricDescription,
  unit AS MetricUnit,
  CAST(series_attributes, 'Map(LowCardinality(String), String)') AS Attributes,
  CAST(start_timestamp, 'DateTime64(9, \'UTC\')') AS StartTimeUnix,
  CAST(timestamp, 'DateTime64(9, \'UTC\')') AS TimeUnix,
  count AS Count,
  sum AS Sum,
  scale AS Scale,
  zero_count AS ZeroCount,
  positive_offset AS PositiveOffset,
  positive_bucket_counts AS PositiveBucketCounts,
  negative_offset AS NegativeOffset,
  negative_bucket_counts AS NegativeBucketCounts,
  min AS Min,
  max AS Max,
  toInt32(temporality) AS AggregationTemporality,
  flags AS Flags
FROM metric_exponential_histogram_points
INNER JOIN (
  SELECT
    project_id, metric_name, series_id,
    any(type) AS series_type, any(temporality) AS temporality, any(is_monotonic) AS is_monotonic, any(unit) AS unit,
    argMax(description, last_seen) AS description, any(service_name) AS service_name, any(resource_id) AS resource_id,
    any(scope_name) AS scope_name, any(scope_version) AS scope_version, any(attributes) AS series_attributes
  FROM metric_series
  GROUP BY project_id, metric_name, series_id
) AS series USING (project_id, metric_name, series_id)
LEFT ANY JOIN (
  SELECT project_id, resource_id, any(attributes) AS resource_attributes, any(schema_url) AS resource_schema_url
  FROM resources
  GROUP BY project_id, resource_id
) AS described USING (project_id, resource_id);

CREATE VIEW IF NOT EXISTS otel_metrics_summary AS
SELECT
  project_id AS ProjectId,
  CAST(resource_attributes, 'Map(LowCardinality(String), String)') AS ResourceAttributes,
  resource_schema_url AS ResourceSchemaUrl,
  scope_name AS ScopeName,
  scope_version AS ScopeVersion,
  CAST(map(), 'Map(LowCardinality(String), String)') AS ScopeAttributes,
  toUInt32(0) AS ScopeDroppedAttrCount,
  '' AS ScopeSchemaUrl,
  service_name AS ServiceName,
  metric_name AS MetricName,
  description AS MetricDescription,
  unit AS MetricUnit,
  CAST(series_attributes, 'Map(LowCardinality(String), String)') AS Attributes,
  CAST(start_timestamp, 'DateTime64(9, \'UTC\')') AS StartTimeUnix,
  CAST(timestamp, 'DateTime64(9, \'UTC\')') AS TimeUnix,
  count AS Count,
  sum AS Sum,
  quantiles AS `ValueAtQuantiles.Quantile`,
  quantile_values AS `ValueAtQuantiles.Value`,
  flags AS Flags
FROM metric_summary_points
INNER JOIN (
  SELECT
    project_id, metric_name, series_id,
    any(type) AS series_type, any(temporality) AS temporality, any(is_monotonic) AS is_monotonic, any(unit) AS unit,
    argMax(description, last_seen) AS description, any(service_name) AS service_name, any(resource_id) AS resource_id,
    any(scope_name) AS scope_name, any(scope_version) AS scope_version, any(attributes) AS series_attributes
  FROM metric_series
  GROUP BY project_id, metric_name, series_id
) AS series USING (project_id, metric_name, series_id)
LEFT ANY JOIN (
  SELECT project_id, resource_id, any(attributes) AS resource_attributes, any(schema_url) AS resource_schema_url
  FROM resources
  GROUP BY project_id, resource_id
) AS described USING (project_id, resource_id);
