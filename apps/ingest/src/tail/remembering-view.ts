import { MapColumn } from '../columns/map-column.ts'
import type { RowView, TableColumns } from '../columns/table-columns.ts'
import type { TailTable } from './batch-rows.ts'
import { createMapRows, type MapRows } from './map-rows.ts'

/** What was read of one column. */
interface Known {
  values: unknown[]
  maps: MapRows<unknown> | undefined
}

type Source = RowView<TailTable> & Readonly<Record<string, unknown>>

/** A row of which `at` says which; each table has a class with a getter for each column. */
class RememberedRow {
  at = 0
  readonly #columns: TableColumns<TailTable>
  readonly #source: Source
  readonly #known: (Known | undefined)[] = []

  constructor(columns: TableColumns<TailTable>) {
    this.#columns = columns
    this.#source = columns.view() as Source
  }

  protected read(name: string, number: number): unknown {
    const { values, maps } = this.#known[number] ?? this.#open(name, number)
    const known = values[this.at]
    if (known !== undefined) return known
    this.#source.at = this.at
    const value = maps ? maps.at(this.at) : this.#source[name]
    values[this.at] = value
    return value
  }

  #open(name: string, number: number): Known {
    const column = (this.#columns.columns as Readonly<Record<string, unknown>>)[name]
    const maps = column instanceof MapColumn ? createMapRows(column) : undefined
    const known = { values: new Array<unknown>(this.#columns.rows), maps }
    this.#known[number] = known
    return known
  }
}

function classFor(names: readonly string[]): typeof RememberedRow {
  class Row extends RememberedRow {}
  for (const [number, name] of names.entries()) {
    Object.defineProperty(Row.prototype, name, {
      get(this: Row) {
        return this.read(name, number)
      },
    })
  }
  return Row
}

const classes = new Map<TailTable, typeof RememberedRow>()

/** A view that reads each value once, whoever asks for it, while it lives: as long as the rows stay where they are. */
export function rememberingView<T extends TailTable>(columns: TableColumns<T>): RowView<T> {
  let row = classes.get(columns.table)
  if (!row) {
    row = classFor(Object.keys(columns.columns))
    classes.set(columns.table, row)
  }
  return new row(columns) as unknown as RowView<T>
}
