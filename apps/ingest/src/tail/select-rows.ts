import { type Condition, conditionFor, matchSearch } from '@hanzo/search'
import { FixedColumn } from '../columns/fixed-column.ts'
import { LowCardinalityColumn } from '../columns/low-cardinality-column.ts'
import type { BatchRows, TailTable } from './batch-rows.ts'

/** Of some rows of a batch, in their order, those that pass. */
export type SelectRows<T extends TailTable> = (batch: BatchRows<T>, rows: readonly number[]) => readonly number[]

/**
 * Makes a function that finds the rows of a batch that pass a search: as `matchSearch` decides, a condition at a time over all rows instead of
 * a row at a time. Of texts that many rows share each is looked at once, and costly conditions see only rows that the others let pass.
 * @throws {TypeError} for a structural term.
 */
export function selectRows<T extends TailTable>(condition: Condition, table: T): SelectRows<T> {
  return selector(conditionFor(table, condition), table)
}

function selector<T extends TailTable>(condition: Condition, table: T): SelectRows<T> {
  switch (condition.type) {
    case 'constant':
      return (_batch, rows) => (condition.value ? rows : [])
    case 'all': {
      const parts = inOrderOfCost(condition.of, table)
      return (batch, rows) => {
        let left = rows
        for (const part of parts) {
          if (left.length === 0) break
          left = part(batch, left)
        }
        return left
      }
    }
    case 'any': {
      const parts = inOrderOfCost(condition.of, table)
      return (batch, rows) => {
        const taken: number[] = []
        let left = rows
        for (const part of parts) {
          if (left.length === 0) break
          const found = part(batch, left)
          for (const row of found) taken.push(row)
          left = without(left, found)
        }
        return taken.sort((a, b) => a - b)
      }
    }
    case 'not': {
      const part = selector(condition.of, table)
      return (batch, rows) => without(rows, part(batch, rows))
    }
    default:
      return leafSelector(condition, table)
  }
}

/** Both in ascending order. */
function without(rows: readonly number[], taken: readonly number[]): readonly number[] {
  if (taken.length === 0) return rows
  const left: number[] = []
  let at = 0
  for (const row of rows) {
    if (taken[at] === row) at += 1
    else left.push(row)
  }
  return left
}

/** Conditions on one column whose values are few, or a byte, cost next to nothing. */
function inOrderOfCost<T extends TailTable>(conditions: readonly Condition[], table: T): SelectRows<T>[] {
  return [...conditions]
    .sort((a, b) => Number(columnOf(a) === undefined) - Number(columnOf(b) === undefined))
    .map((part) => selector(part, table))
}

/** The one column that decides a condition. */
function columnOf(condition: Condition): string | undefined {
  if (condition.type === 'equals' || condition.type === 'like' || condition.type === 'code') return condition.column
  if (condition.type === 'contains' && condition.columns.length === 1) return condition.columns[0]
  return undefined
}

function leafSelector<T extends TailTable>(condition: Condition, table: T): SelectRows<T> {
  const takes = matchSearch(condition, table)
  const oneByOne: SelectRows<T> = (batch, rows) => {
    const { row, resource } = batch
    return rows.filter((at) => {
      row.at = at
      return takes(row as never, resource)
    })
  }
  const name = columnOf(condition)
  if (name === undefined) return oneByOne
  const takesValue = (value: string | number) => takes({ [name]: value } as unknown as never, () => undefined)
  return (batch, rows) => {
    const column = (batch.columns.columns as Readonly<Record<string, unknown>>)[name]
    if (column instanceof LowCardinalityColumn) {
      return selectShared(
        { batch, rows, name },
        (at) => column.indexAt(at),
        (at) => takesValue(column.textAt(at)),
      )
    }
    if (column instanceof FixedColumn && column.size === 1) {
      const valueAt = (at: number) => column.uint8At(at)
      return selectShared({ batch, rows, name }, valueAt, (at) => takesValue(valueAt(at)))
    }
    return oneByOne(batch, rows)
  }
}

interface SharedValues<T extends TailTable> {
  batch: BatchRows<T>
  rows: readonly number[]
  name: string
}

/** Asks once for all rows whose value has the same number. */
function selectShared<T extends TailTable>(
  { batch, rows, name }: SharedValues<T>,
  numberOf: (row: number) => number,
  takes: (row: number) => boolean,
): readonly number[] {
  const groups = batch.groups(rows, name, numberOf)
  if (!groups) return rows.filter(onceEach(numberOf, takes))
  const taken = [...groups.values()].filter(([first = 0]) => takes(first))
  if (taken.length === groups.size) return rows
  if (taken.length <= 1) return taken[0] ?? []
  return taken.flat().sort((a, b) => a - b)
}

/** Asks once for all rows that have the same number. */
function onceEach(numberOf: (row: number) => number, takes: (row: number) => boolean): (row: number) => boolean {
  const known: boolean[] = []
  return (row) => {
    const number = numberOf(row)
    const verdict = known[number]
    if (verdict !== undefined) return verdict
    const taken = takes(row)
    known[number] = taken
    return taken
  }
}
