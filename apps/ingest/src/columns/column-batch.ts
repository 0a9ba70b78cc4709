import { type TableName, tables } from '@hanzo/schema/row'
import { TableColumns } from './table-columns.ts'

const tableNames = Object.keys(tables) as TableName[]

/** How many rows each table had, for `truncate`. */
export type BatchMark = ReadonlyMap<TableName, number>

/** Rows of any tables, by column. */
export class ColumnBatch {
  readonly #tables = new Map<TableName, TableColumns<TableName>>()

  /** The columns of a table, made when they are asked for first. */
  table<T extends TableName>(name: T): TableColumns<T> {
    let columns = this.#tables.get(name) as TableColumns<T> | undefined
    if (!columns) {
      columns = new TableColumns(name)
      this.#tables.set(name, columns as unknown as TableColumns<TableName>)
    }
    return columns
  }

  /** The tables that have rows, in the order of the schema. */
  filled(): TableColumns<TableName>[] {
    const filled: TableColumns<TableName>[] = []
    for (const name of tableNames) {
      const columns = this.#tables.get(name)
      if (columns && columns.rows > 0) filled.push(columns)
    }
    return filled
  }

  /** The columns of a table that has rows; `undefined` for one that has none. */
  find<T extends TableName>(name: T): TableColumns<T> | undefined {
    const columns = this.#tables.get(name) as TableColumns<T> | undefined
    return columns && columns.rows > 0 ? columns : undefined
  }

  get rows(): number {
    let rows = 0
    for (const columns of this.#tables.values()) rows += columns.rows
    return rows
  }

  /** Memory that the rows take, about. */
  get byteLength(): number {
    let bytes = 0
    for (const columns of this.#tables.values()) if (columns.rows > 0) bytes += columns.byteLength
    return bytes
  }

  /** Where the batch ends now. */
  mark(): BatchMark {
    const mark = new Map<TableName, number>()
    for (const [name, columns] of this.#tables) mark.set(name, columns.rows)
    return mark
  }

  /** Takes back what was put since `mark`, half rows included. */
  truncate(mark: BatchMark): void {
    for (const [name, columns] of this.#tables) columns.truncate(mark.get(name) ?? 0)
  }

  /** @throws {RangeError} when a row of any table is not whole. */
  assertComplete(): void {
    for (const columns of this.#tables.values()) columns.assertComplete()
  }

  clear(): void {
    for (const columns of this.#tables.values()) columns.clear()
  }
}
