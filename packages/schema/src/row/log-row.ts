import { attributeColumns } from './attributes.ts'
import type { RowOf } from './column.ts'

/**
 * Table `logs`. `timestamp` is the record's time, or its observed time where the sender left it out.
 * `body_is_json` tells a body of any other type than string, kept as JSON text.
 * `pattern_id` points at `log_patterns`; 0 for a record that says nothing, and for rows of before there were patterns.
 */
export const logColumns = {
  project_id: 'LowCardinality(String)',
  retention_days: 'UInt16',
  timestamp: "DateTime64(9, 'UTC')",
  observed_timestamp: "DateTime64(9, 'UTC')",
  trace_id: 'FixedString(16)',
  span_id: 'FixedString(8)',
  flags: 'UInt32',
  severity_number: 'UInt8',
  severity_text: 'LowCardinality(String)',
  service_name: 'LowCardinality(String)',
  event_name: 'LowCardinality(String)',
  scope_name: 'LowCardinality(String)',
  scope_version: 'LowCardinality(String)',
  scope_attributes: 'Map(LowCardinality(String), String)',
  scope_attribute_types: 'Map(LowCardinality(String), UInt8)',
  body: 'String',
  body_is_json: 'Bool',
  pattern_id: 'UInt64',
  resource_id: 'UInt64',
  ...attributeColumns,
  dropped_attributes_count: 'UInt32',
  deployment_environment_name: 'LowCardinality(String)',
  service_version: 'LowCardinality(String)',
  session_id: 'String',
  user_id: 'String',
  sequence: 'UInt64',
} as const

export type LogRow = RowOf<typeof logColumns>
