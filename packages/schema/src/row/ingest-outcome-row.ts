import type { RowOf } from './column.ts'

/**
 * Table `ingest_outcomes`: what became of what a project sent, by the minute of receipt. `outcome` is one of
 * `accepted`, `rejected` (records), `refused` and `warned` (requests). Rows of one key add up.
 */
export const ingestOutcomeColumns = {
  project_id: 'LowCardinality(String)',
  retention_days: 'UInt16',
  minute: "DateTime('UTC')",
  outcome: 'LowCardinality(String)',
  signal: 'LowCardinality(String)',
  status_code: 'UInt16',
  code: 'LowCardinality(String)',
  service_name: 'LowCardinality(String)',
  sdk: 'LowCardinality(String)',
  reason: 'String',
  record_count: 'UInt64',
  request_count: 'UInt64',
  byte_count: 'UInt64',
  first_seen: "DateTime64(3, 'UTC')",
  last_seen: "DateTime64(3, 'UTC')",
  sample: 'String',
} as const

export type IngestOutcomeRow = RowOf<typeof ingestOutcomeColumns>
