import { type RowBatch, type TableName, type TableRow, tables } from '@hanzo/schema/row'
import { logPatternKey, metricSeriesKey, resourceKey } from './row-key.ts'
import type { RowSink } from './row-sink.ts'

const tableNames = Object.keys(tables) as TableName[]
const described: ReadonlySet<TableName> = new Set(['resources', 'log_patterns', 'metric_series'])

/**
 * Puts rows into a sink: numbers those that have a `sequence`, and leaves out descriptive ones that nobody needs again.
 * @throws {RangeError} for an id that is not hex of its column's size.
 */
export function appendBatch(sink: RowSink, rows: RowBatch): void {
  for (const row of rows.resources ?? []) {
    sink.describe('resources', resourceKey(row.project_id, row.resource_id))?.appendRow(row)
  }
  for (const row of rows.log_patterns ?? []) {
    sink.describe('log_patterns', logPatternKey(row.project_id, row.pattern_id))?.appendRow(row)
  }
  for (const row of rows.metric_series ?? []) {
    const key = metricSeriesKey(row.project_id, row.metric_name, row.series_id, row.day)
    sink.describe('metric_series', key)?.appendRow(row)
  }
  for (const table of tableNames)
    if (!described.has(table)) appendRows(sink, table, rows[table] as TableRow<TableName>[])
}

function appendRows<T extends TableName>(sink: RowSink, table: T, rows: readonly TableRow<T>[] | undefined): void {
  if (!rows || rows.length === 0) return
  const columns = sink.batch.table(table)
  for (const row of rows) {
    if ('sequence' in row) row.sequence = sink.sequence.next()
    columns.appendRow(row)
  }
}
