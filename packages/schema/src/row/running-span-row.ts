import { attributeColumns } from './attributes.ts'
import type { RowOf } from './column.ts'
import { genAiColumns } from './gen-ai-columns.ts'

/** The longest that a start without an end is kept, in days. */
export const runningSpanDaysMax = 7

/**
 * Table `running_spans`: what the start of a span tells, under the names that `spans` has for it.
 * `retention_days` is the project's, at most `runningSpanDaysMax`; `end_expected_by` the time from which no end is expected.
 */
export const runningSpanColumns = {
  project_id: 'LowCardinality(String)',
  retention_days: 'UInt16',
  timestamp: "DateTime64(9, 'UTC')",
  end_expected_by: "DateTime64(9, 'UTC')",
  trace_id: 'FixedString(16)',
  span_id: 'FixedString(8)',
  parent_span_id: 'FixedString(8)',
  flags: 'UInt32',
  name: 'LowCardinality(String)',
  kind: 'UInt8',
  service_name: 'LowCardinality(String)',
  scope_name: 'LowCardinality(String)',
  scope_version: 'LowCardinality(String)',
  scope_attributes: 'Map(LowCardinality(String), String)',
  scope_attribute_types: 'Map(LowCardinality(String), UInt8)',
  resource_id: 'UInt64',
  ...attributeColumns,
  dropped_attributes_count: 'UInt32',
  deployment_environment_name: 'LowCardinality(String)',
  service_version: 'LowCardinality(String)',
  http_route: 'LowCardinality(String)',
  http_response_status_code: 'UInt16',
  server_address: 'LowCardinality(String)',
  session_id: 'String',
  user_id: 'String',
  ...genAiColumns,
  sequence: 'UInt64',
} as const

export type RunningSpanRow = RowOf<typeof runningSpanColumns>
