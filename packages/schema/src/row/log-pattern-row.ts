import type { RowOf } from './column.ts'

/** Table `log_patterns`: one row per template of a project's log records. `logs.pattern_id` is the hash of the template. */
export const logPatternColumns = {
  project_id: 'LowCardinality(String)',
  pattern_id: 'UInt64',
  retention_days: 'UInt16',
  template: 'String',
  example: 'String',
  first_seen: "DateTime('UTC')",
  last_seen: "DateTime('UTC')",
} as const

export type LogPatternRow = RowOf<typeof logPatternColumns>
