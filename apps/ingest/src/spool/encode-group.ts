import type { RowBatch, TableName, TableRow } from '@hanzo/schema/row'
import { tables } from '@hanzo/schema/row'
import type { ByteWriter } from '../native/byte-writer.ts'
import { encodeBlock } from '../native/encode-block.ts'
import { beginRecord, writeSection } from './record.ts'
import { metricSeriesKey, resourceKey, type SeenRows } from './seen-rows.ts'

const tableNames = Object.keys(tables) as TableName[]

export interface EncodedGroup {
  rows: number
  /** To be remembered once the record is durable. */
  keys: Set<string>
}

/** The rows that neither an earlier record nor an earlier row of this group holds already. */
function unseen<R>(rows: readonly R[], keyOf: (row: R) => string, seen: SeenRows, keys: Set<string>): R[] {
  return rows.filter((row) => {
    const key = keyOf(row)
    if (keys.has(key) || seen.has(key)) return false
    keys.add(key)
    return true
  })
}

function rowsOf<T extends TableName>(batches: readonly RowBatch[], table: T): readonly TableRow<T>[] {
  if (batches.length === 1) return (batches[0]?.[table] ?? []) as TableRow<T>[]
  const rows: TableRow<T>[] = []
  for (const batch of batches) for (const row of (batch[table] ?? []) as TableRow<T>[]) rows.push(row)
  return rows
}

/** Writes batches as one record with one Native block per table, and leaves out descriptive rows that are stored already. */
export function encodeGroup(writer: ByteWriter, batches: readonly RowBatch[], seen: SeenRows): EncodedGroup {
  const keys = new Set<string>()
  let rowCount = 0
  writer.reset()
  const record = beginRecord(writer)
  const writeTable = <T extends TableName>(table: T, rows: readonly TableRow<T>[]) => {
    if (rows.length === 0) return
    rowCount += rows.length
    writeSection(writer, table, rows.length, () => encodeBlock(writer, table, rows))
  }
  for (const table of tableNames) {
    if (table === 'resources') writeTable(table, unseen(rowsOf(batches, table), resourceKey, seen, keys))
    else if (table === 'metric_series') writeTable(table, unseen(rowsOf(batches, table), metricSeriesKey, seen, keys))
    else writeTable(table, rowsOf(batches, table))
  }
  record.finish()
  return { rows: rowCount, keys }
}
