import { type Columns, type TableName, type TableRow, tables } from '@hanzo/schema/row'
import type { ByteWriter } from './byte-writer.ts'
import { writeColumn } from './column-encoder.ts'

/**
 * Appends the rows of one table to `writer` as one block of ClickHouse's Native format, as `INSERT … FORMAT Native` takes it.
 * Blocks of one table may follow each other in one insert.
 * @throws {RangeError} for an id that is not hex of its column's size.
 * @see https://clickhouse.com/docs/interfaces/formats/Native
 */
export function encodeBlock<T extends TableName>(writer: ByteWriter, table: T, rows: readonly TableRow<T>[]): void {
  const columns: Columns = tables[table]
  const names = Object.keys(columns)
  const values: unknown[] = new Array(rows.length)
  writer.reserve(20)
  writer.putVarint(names.length)
  writer.putVarint(rows.length)
  for (const name of names) {
    const type = columns[name] as Columns[string]
    for (let row = 0; row < rows.length; row++) values[row] = (rows[row] as Record<string, unknown>)[name]
    writer.writeString(name)
    writer.writeString(type)
    writeColumn(writer, type, values)
  }
}
