import type { SearchedTable } from '../meaning/condition.ts'

const prefixes: Record<SearchedTable, string> = { spans: 's', running_spans: 'r', logs: 'l', metric_series: 'm' }

/** Values bound in one condition. Conditions of different tables may stand in one query: their names differ. */
export class SqlParams {
  readonly values: Record<string, unknown> = {}
  readonly #prefix: string
  readonly table: SearchedTable
  #count = 0
  // What is left of 32 beside project, time and a cursor.
  #indexedLeft = 20

  /** @param prefix sets the names apart from those of another condition of the same table in one query. */
  constructor(table: SearchedTable, prefix = '') {
    this.table = table
    this.#prefix = `${prefix}${prefixes[table]}`
  }

  /** Binds a value and returns what stands for it in the SQL. */
  bind(type: string, value: unknown): string {
    const name = `${this.#prefix}${this.#count++}`
    this.values[name] = value
    return `{${name}:${type}}`
  }

  /** Whether so many more conditions and operators may be seen by the analysis of indexes. */
  takeIndexed(conditions: number): boolean {
    if (this.#indexedLeft < conditions) return false
    this.#indexedLeft -= conditions
    return true
  }

  number(value: bigint | number): string {
    return typeof value === 'bigint' ? this.bind('Int64', String(value)) : this.bind('Float64', value)
  }
}
