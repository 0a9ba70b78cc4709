import type { RowOf } from './column.ts'

/**
 * Table `attribute_keys`: which keys records of a project have, with which type of value, by day. Estimates from a sample.
 * `signal` is `spans` or `logs`; `type` is `string`, `int`, `double`, `bool` or `json`. Rows of one key add up.
 */
export const attributeKeyColumns = {
  project_id: 'LowCardinality(String)',
  retention_days: 'UInt16',
  signal: 'LowCardinality(String)',
  key: 'LowCardinality(String)',
  type: 'LowCardinality(String)',
  day: 'Date',
  record_count: 'UInt64',
  other_count: 'UInt64',
  last_seen: "DateTime('UTC')",
} as const

export type AttributeKeyRow = RowOf<typeof attributeKeyColumns>

/** Table `attribute_values`: how many records have a value, by quarter of an hour. Estimates from a sample. Rows of one value add up. */
export const attributeValueColumns = {
  project_id: 'LowCardinality(String)',
  retention_days: 'UInt16',
  signal: 'LowCardinality(String)',
  key: 'LowCardinality(String)',
  bucket: "DateTime('UTC')",
  value: 'String',
  record_count: 'UInt64',
} as const

export type AttributeValueRow = RowOf<typeof attributeValueColumns>
