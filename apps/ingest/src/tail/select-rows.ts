import { type Condition, conditionFor, equalityOf, type MatchOptions, matchSearch, type RowValue } from '@hanzo/search'
import type { TailTable } from './batch-rows.ts'
import { hasFewValues, type ProjectRows, type ValueIndex } from './project-rows.ts'
import { joinRows, rowsInBoth, rowsWithout } from './row-lists.ts'

/** The rows of a project that pass, in their order. */
export type SelectRows<T extends TailTable> = (project: ProjectRows<T>) => readonly number[]

/** The same of some of its rows. */
type Part<T extends TailTable> = (project: ProjectRows<T>, rows: readonly number[]) => readonly number[]

interface Context<T extends TailTable> {
  table: T
  options: Pick<MatchOptions, 'lowerCase'>
}

/**
 * Makes a function that finds the rows of a batch that pass a search: as `matchSearch` decides, but a condition at a time over all rows instead of
 * a row at a time. Where rows with a value are asked for, an index that all filters share gives them; where a column has few different values each
 * is looked at once; what is left sees only rows that the others let pass.
 * @param options `lowerCase` may remember what it gave while one batch is looked at: many filters ask about the same texts.
 * @throws {TypeError} for a structural term.
 */
export function selectRows<T extends TailTable>(
  condition: Condition,
  table: T,
  options: Pick<MatchOptions, 'lowerCase'> = {},
): SelectRows<T> {
  const part = partOf(conditionFor(table, condition), { table, options })
  return (project) => (project.rows.length === 0 ? project.rows : part(project, project.rows))
}

function partOf<T extends TailTable>(condition: Condition, context: Context<T>): Part<T> {
  switch (condition.type) {
    case 'constant':
      return (_project, rows) => (condition.value ? rows : [])
    case 'all':
      return allParts(inOrderOfCost(condition.of, context))
    case 'any':
      return anyPart(inOrderOfCost(condition.of, context))
    case 'not': {
      const part = partOf(condition.of, context)
      return (project, rows) => rowsWithout(rows, part(project, rows))
    }
    case 'contains': {
      const { columns } = condition
      if (columns.length <= 1) return leafPart(condition, context)
      return partOf({ type: 'any', of: columns.map((column) => ({ ...condition, columns: [column] })) }, context)
    }
    default:
      return leafPart(condition, context)
  }
}

function allParts<T extends TailTable>(parts: readonly Part<T>[]): Part<T> {
  return (project, rows) => {
    let left = rows
    for (const part of parts) {
      left = part(project, left)
      if (left.length === 0) break
    }
    return left
  }
}

function anyPart<T extends TailTable>(parts: readonly Part<T>[]): Part<T> {
  return (project, rows) => {
    const taken: (readonly number[])[] = []
    let left = rows
    for (const part of parts) {
      const found = part(project, left)
      taken.push(found)
      left = rowsWithout(left, found)
      if (left.length === 0) break
    }
    return joinRows(taken)
  }
}

function inOrderOfCost<T extends TailTable>(conditions: readonly Condition[], context: Context<T>): Part<T>[] {
  const { table } = context
  return [...conditions].sort((a, b) => costOf(a, table) - costOf(b, table)).map((part) => partOf(part, context))
}

/** From a look into an index that is there anyway to a look at each row. */
function costOf(condition: Condition, table: TailTable): number {
  if (condition.type === 'not') return costOf(condition.of, table)
  if (condition.type === 'all' || condition.type === 'any') {
    return Math.max(...condition.of.map((part) => costOf(part, table)))
  }
  const column = columnOf(condition)
  const isCheap = column !== undefined && hasFewValues(table, column)
  if (equalityOf(condition)) return isCheap ? 0 : 2
  return isCheap ? 1 : 3
}

/** The one column that decides a condition. */
function columnOf(condition: Condition): string | undefined {
  if ('column' in condition && condition.type !== 'linkId') return condition.column
  if (condition.type === 'contains' && condition.columns.length === 1) return condition.columns[0]
  return undefined
}

function leafPart<T extends TailTable>(condition: Condition, { table, options }: Context<T>): Part<T> {
  const takes = matchSearch(condition, table, options)
  const oneByOne: Part<T> = ({ batch: { row, resource } }, rows) =>
    rows.filter((at) => {
      row.at = at
      return takes(row as never, resource)
    })
  const equality = equalityOf(condition)
  if (equality) {
    const wanted = new Set(equality.values)
    return (project, rows) => {
      const index = project.index(equality.of, rows.length)
      return index ? within(project, rows, rowsWithAny(index, wanted)) : oneByOne(project, rows)
    }
  }
  const column = columnOf(condition)
  if (column === undefined || !hasFewValues(table, column)) return oneByOne
  const takesValue = (value: RowValue) => takes({ [column]: value } as unknown as never, () => undefined)
  return (project, rows) => {
    const index = project.index({ column }, rows.length)
    // A column may have as many values as rows all the same.
    if (!index || index.size > rows.length) return oneByOne(project, rows)
    const found = [...index].flatMap(([value, list]) => (takesValue(value) ? [list] : []))
    return within(project, rows, joinRows(found))
  }
}

function rowsWithAny(index: ValueIndex, wanted: ReadonlySet<RowValue>): readonly number[] {
  const lists: (readonly number[])[] = []
  if (wanted.size > index.size) {
    for (const [value, list] of index) if (wanted.has(value)) lists.push(list)
  } else {
    for (const value of wanted) lists.push(index.get(value) ?? [])
  }
  return joinRows(lists)
}

/** @param found of all rows of the project. */
function within(project: ProjectRows<TailTable>, rows: readonly number[], found: readonly number[]): readonly number[] {
  if (found.length === project.rows.length) return rows
  return rows.length === project.rows.length ? found : rowsInBoth(rows, found)
}
