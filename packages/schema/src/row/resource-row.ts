import type { RowOf } from './column.ts'

/** Table `resources`: one row per distinct resource of a project. Rows of other tables point at it by `resource_id`. */
export const resourceColumns = {
  project_id: 'LowCardinality(String)',
  resource_id: 'UInt64',
  service_name: 'LowCardinality(String)',
  attributes: 'Map(LowCardinality(String), String)',
  attribute_types: 'Map(LowCardinality(String), UInt8)',
  schema_url: 'LowCardinality(String)',
  first_seen: "DateTime('UTC')",
  last_seen: "DateTime('UTC')",
} as const

export type ResourceRow = RowOf<typeof resourceColumns>
