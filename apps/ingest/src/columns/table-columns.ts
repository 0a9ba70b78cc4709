import { type Columns, type TableName, type TableRow, tables } from '@hanzo/schema/row'
import type { ByteWriter } from '../native/byte-writer.ts'
import type { Column } from './column.ts'
import { type ColumnBuilders, columnKindOf } from './column-kind.ts'

type ColumnsOf<C extends Columns> = { readonly [K in keyof C]: ColumnBuilders[C[K]] }

interface NamedColumn {
  name: string
  type: Columns[string]
  column: Column
  kind: ReturnType<typeof columnKindOf>
}

/** One row of a table; `at` says which. */
export type RowView<T extends TableName> = Readonly<TableRow<T>> & { at: number }

class RowAt {
  at: number

  constructor(row: number) {
    this.at = row
  }
}

/** A class of rows that has a getter for each column. */
function viewsOf(all: readonly NamedColumn[]): typeof RowAt {
  class View extends RowAt {}
  for (const { name, column, kind } of all) {
    Object.defineProperty(View.prototype, name, {
      get(this: RowAt) {
        return kind.get(column, this.at)
      },
    })
  }
  return View
}

/**
 * Rows of one table, by column. A row is one value in every column, then `endRow`; one that was left half done is taken back
 * by `truncate(rows)`.
 */
export class TableColumns<T extends TableName> {
  readonly table: T
  /** A builder for each column, by the column's name and ClickHouse type. */
  readonly columns: ColumnsOf<(typeof tables)[T]>
  readonly #all: readonly NamedColumn[]
  #rows = 0
  #views: typeof RowAt | undefined

  constructor(table: T) {
    this.table = table
    this.#all = Object.entries<Columns[string]>(tables[table]).map(([name, type]) => {
      const kind = columnKindOf(type)
      return { name, type, kind, column: kind.create() }
    })
    this.columns = Object.fromEntries(this.#all.map(({ name, column }) => [name, column])) as this['columns']
  }

  get rows(): number {
    return this.#rows
  }

  /** Memory that the rows take, about. */
  get byteLength(): number {
    let bytes = 0
    for (const { column } of this.#all) bytes += column.byteLength
    return bytes
  }

  endRow(): void {
    this.#rows += 1
  }

  /**
   * Adds a row from its values.
   * @throws {RangeError} for an id that is not hex of its column's size; the row is not there then.
   */
  appendRow(row: TableRow<T>): void {
    try {
      for (const { name, column, kind } of this.#all) kind.put(column, (row as Record<string, unknown>)[name])
    } catch (error) {
      this.truncate(this.#rows)
      throw error
    }
    this.#rows += 1
  }

  /** Takes back the rows from `rows` on, and what was put for a row that was not ended. */
  truncate(rows: number): void {
    for (const { column } of this.#all) column.truncate(rows)
    this.#rows = Math.min(this.#rows, rows)
  }

  /**
   * Says whether every column has one value a row, as a block must.
   * @throws {RangeError} naming the first column that has not: a defect of whoever put the rows.
   */
  assertComplete(): void {
    for (const { name, column } of this.#all) {
      if (column.length === this.#rows) continue
      throw new RangeError(`${this.table}.${name} has ${column.length} values in ${this.#rows} rows`)
    }
  }

  /**
   * Appends the rows as one block of ClickHouse's Native format, byte for byte what `encodeBlock` writes for them.
   * @see https://clickhouse.com/docs/interfaces/formats/Native
   */
  encodeInto(writer: ByteWriter): void {
    this.assertComplete()
    writer.reserve(20)
    writer.putVarint(this.#all.length)
    writer.putVarint(this.#rows)
    for (const { name, type, column } of this.#all) {
      writer.writeString(name)
      writer.writeString(type)
      column.writePrefix(writer)
      column.writeValues(writer)
    }
  }

  /**
   * A row that reads each value from its column when it is asked for. Good while the rows stay where they are.
   * @param row may be moved on: `view.at` is the row that is read.
   */
  view(row = 0): RowView<T> {
    this.#views ??= viewsOf(this.#all)
    return new this.#views(row) as unknown as RowView<T>
  }

  /** The rows `[from, to)` as values. */
  readRows(from: number, to: number): TableRow<T>[] {
    const rows: TableRow<T>[] = []
    for (let row = from; row < to; row++) {
      const values: Record<string, unknown> = {}
      for (const { name, column, kind } of this.#all) values[name] = kind.get(column, row)
      rows.push(values as TableRow<T>)
    }
    return rows
  }

  /** Forgets all rows; the memory is kept for the next. */
  clear(): void {
    this.#rows = 0
    for (const { column } of this.#all) column.clear()
  }
}
