import type { TextAttributes } from '@hanzo/search'
import type { RowView, TableColumns } from '../columns/table-columns.ts'
import { createResourceLookup, type TailRows } from './take-rows.ts'

/** The tables whose rows tails show. */
export type TailTable = 'spans' | 'running_spans' | 'logs'

/** Rows of one table that were made durable together, as many filters look at them: what one has read of a row the next need not read. */
export interface BatchRows<T extends TailTable> {
  readonly columns: TableColumns<T>
  /** `at` says which row is read. */
  readonly row: RowView<T>
  /** The resource of the row at `at`. */
  readonly resource: () => TextAttributes | undefined
  /** The rows of a project, in their order. */
  ofProject(projectId: string): readonly number[]
  /**
   * The rows of a project by a number that many of them share: grouped once, however many filters ask.
   * @param rows what `ofProject` gave; of any other rows nothing is known.
   * @param numberOf the same for one name.
   */
  groups(rows: readonly number[], name: string, numberOf: (row: number) => number): RowGroups | undefined
}

export type RowGroups = ReadonlyMap<number, readonly number[]>

/** The rows that were made durable together, by table. */
export interface Batch {
  readonly rows: TailRows
  /** `undefined` for a table without rows. */
  of<T extends TailTable>(table: T): BatchRows<T> | undefined
}

export function openBatch(rows: TailRows): Batch {
  const resourceOf = createResourceLookup(rows)
  const tables = new Map<TailTable, BatchRows<TailTable> | undefined>()
  return {
    rows,
    of<T extends TailTable>(table: T) {
      if (!tables.has(table)) {
        const columns = rows.batch.find<TailTable>(table)
        tables.set(table, columns && batchRows(columns, resourceOf))
      }
      return tables.get(table) as BatchRows<T> | undefined
    },
  }
}

function batchRows<T extends TailTable>(
  columns: TableColumns<T>,
  resourceOf: ReturnType<typeof createResourceLookup>,
): BatchRows<T> {
  const row = rememberingView(columns)
  const byProject = new Map<string, readonly number[]>()
  const grouped = new Map<readonly number[], Map<string, RowGroups>>()
  return {
    columns,
    row,
    resource: () => resourceOf(row.project_id, row.resource_id),
    ofProject(projectId) {
      let rows = byProject.get(projectId)
      if (!rows) {
        rows = rowsOfProject(columns, projectId)
        byProject.set(projectId, rows)
        grouped.set(rows, new Map())
      }
      return rows
    },
    groups(rows, name, numberOf) {
      const known = grouped.get(rows)
      let groups = known?.get(name)
      if (known && !groups) {
        groups = groupRows(rows, numberOf)
        known.set(name, groups)
      }
      return groups
    },
  }
}

function groupRows(rows: readonly number[], numberOf: (row: number) => number): RowGroups {
  const groups = new Map<number, number[]>()
  for (const row of rows) {
    const number = numberOf(row)
    const group = groups.get(number)
    if (group) group.push(row)
    else groups.set(number, [row])
  }
  return groups
}

function rowsOfProject(columns: TableColumns<TailTable>, projectId: string): number[] {
  const ids = columns.columns.project_id
  const rows: number[] = []
  let wanted = -1
  let other = -1
  for (let row = 0; row < columns.rows; row++) {
    const index = ids.indexAt(row)
    if (index !== wanted && index !== other) {
      if (ids.textAt(row) === projectId) wanted = index
      else other = index
    }
    if (index === wanted) rows.push(row)
  }
  return rows
}

/** A view that reads each value once, whoever asks for it, while it lives: as long as the rows stay where they are. */
function rememberingView<T extends TailTable>(columns: TableColumns<T>): RowView<T> {
  const source = columns.view()
  const view = { at: 0 }
  for (const name of Object.keys(columns.columns) as (keyof RowView<T>)[]) {
    const values: unknown[] = []
    Object.defineProperty(view, name, {
      get(this: { at: number }) {
        const known = values[this.at]
        if (known !== undefined) return known
        source.at = this.at
        const value = source[name]
        values[this.at] = value
        return value
      },
    })
  }
  return view as RowView<T>
}
