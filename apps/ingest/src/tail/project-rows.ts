import { tables } from '@hanzo/schema/row'
import type { RowValue, ValueHolder } from '@hanzo/search'
import { FixedColumn } from '../columns/fixed-column.ts'
import { LowCardinalityColumn } from '../columns/low-cardinality-column.ts'
import type { RowView, TableColumns } from '../columns/table-columns.ts'
import type { BatchRows, TailTable } from './batch-rows.ts'

/** The rows that have a value, by value, each list in ascending order. */
export type ValueIndex = ReadonlyMap<RowValue, readonly number[]>

/** The rows of a batch that are of one project. */
export interface ProjectRows<T extends TailTable> {
  readonly batch: BatchRows<T>
  /** In their order. */
  readonly rows: readonly number[]
  /**
   * The rows by what they have in a column or attribute, made once for all filters.
   * @param asked how many rows the filter would have to look at without it. `undefined` while that is less than making it costs: until as many rows
   *   were asked for as there are.
   */
  index(of: ValueHolder, asked: number): ValueIndex | undefined
}

export function createProjectRows<T extends TailTable>(batch: BatchRows<T>, projectId: string): ProjectRows<T> {
  const rows = rowsOfProject(batch.columns, projectId)
  const known = new Map<string, { asked: number; index: ValueIndex | undefined }>()
  return {
    batch,
    rows,
    index(of, asked) {
      const name = 'column' in of ? of.column : `${of.owner} ${of.key}`
      let entry = known.get(name)
      if (!entry) {
        entry = { asked: 0, index: undefined }
        known.set(name, entry)
      }
      entry.asked += asked
      if (entry.index) return entry.index
      const group = 'column' in of ? numberOf(batch.columns, of.column) : undefined
      if (!group && entry.asked <= rows.length) return undefined
      entry.index = 'key' in of ? indexAttribute(batch, rows, of) : indexColumn(batch, rows, of.column, group)
      return entry.index
    },
  }
}

function rowsOfProject(columns: TableColumns<TailTable>, projectId: string): number[] {
  const ids = columns.columns.project_id
  const wanted = ids.indexOf(projectId)
  const rows: number[] = []
  for (let row = 0; row < columns.rows; row++) if (ids.indexAt(row) === wanted) rows.push(row)
  return rows
}

const typesOfFewValues = ['LowCardinality(String)', 'UInt8', 'Int8', 'Bool']

/** Whether many rows share the values of a column, so that rows by value cost next to nothing. */
export function hasFewValues(table: TailTable, column: string): boolean {
  const types: Readonly<Record<string, string>> = tables[table]
  return typesOfFewValues.includes(types[column] ?? '')
}

/** A number that is read more easily than the value, the same for equal values; `undefined` where there is none. */
function numberOf(columns: TableColumns<TailTable>, name: string): ((row: number) => number) | undefined {
  const column = (columns.columns as Readonly<Record<string, unknown>>)[name]
  if (column instanceof LowCardinalityColumn) return (row) => column.indexAt(row)
  if (column instanceof FixedColumn && column.size === 1) return (row) => column.uint8At(row)
  return undefined
}

function indexColumn(
  { row }: BatchRows<TailTable>,
  rows: readonly number[],
  name: string,
  group: ((row: number) => number) | undefined,
): ValueIndex {
  const valueAt = (at: number): RowValue => {
    row.at = at
    return row[name as keyof RowView<TailTable>] as RowValue
  }
  if (!group) return groupRows(rows, valueAt)
  const byValue = new Map<RowValue, readonly number[]>()
  for (const list of groupRows(rows, group).values()) byValue.set(valueAt(list[0] as number), list)
  return byValue
}

function groupRows<K>(rows: readonly number[], keyOf: (row: number) => K): Map<K, number[]> {
  const groups = new Map<K, number[]>()
  for (const row of rows) put(groups, keyOf(row), row)
  return groups
}

function put<K>(groups: Map<K, number[]>, key: K, row: number): void {
  const group = groups.get(key)
  if (!group) groups.set(key, [row])
  else if (group.at(-1) !== row) group.push(row)
}

const typedMaps = [
  'attributes_string',
  'attributes_unindexed',
  'attributes_json',
  'attributes_int',
  'attributes_double',
  'attributes_bool',
] as const

function indexAttribute(
  { row, resource }: BatchRows<TailTable>,
  rows: readonly number[],
  { owner, key }: Extract<ValueHolder, { key: string }>,
): ValueIndex {
  const index = new Map<RowValue, number[]>()
  for (const at of rows) {
    row.at = at
    for (const map of owner === 'resource' ? [] : typedMaps) {
      const value = row[map].get(key)
      if (value !== undefined) put(index, value, at)
    }
    const text = owner === 'record' ? undefined : resource()?.attributes.get(key)
    if (text !== undefined) put(index, text, at)
  }
  return index
}
