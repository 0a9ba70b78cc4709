import type { Column } from '../../columns/column.ts'

/**
 * Columns that most rows leave empty: rows without a value are counted, and put all at once before the next one that has.
 * `flush` has to come before anything else is put into the columns, and when the rows of a request are complete.
 */
export class EmptyRun {
  readonly #columns: readonly Column[]
  #rows = 0

  constructor(columns: readonly Column[]) {
    this.#columns = columns
  }

  /** A row leaves all of the columns empty. */
  skip(): void {
    this.#rows += 1
  }

  flush(): void {
    if (this.#rows === 0) return
    for (const column of this.#columns) column.putDefaults(this.#rows)
    this.#rows = 0
  }

  /** Forgets rows that were taken back. */
  reset(): void {
    this.#rows = 0
  }
}
