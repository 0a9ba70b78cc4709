import type { Column } from '../columns/column.ts'
import type { MapColumn } from '../columns/map-column.ts'

/** The maps of a column, row by row: each key is looked for once, and each value read once, whoever asks. */
export interface MapRows<T> {
  at(row: number): ReadonlyMap<string, T>
}

/** Good while the rows stay where they are. */
export function createMapRows<T>(column: MapColumn<Column, T>): MapRows<T> {
  const keys = new Map<string, number>()
  const values: T[] = []

  function elementOf(row: number, key: string): number {
    let index = keys.get(key)
    if (index === undefined) {
      index = column.keys.indexOf(key)
      keys.set(key, index)
    }
    return index < 0 ? -1 : column.elementOf(row, index)
  }
  function valueAt(element: number): T {
    const known = values[element]
    if (known !== undefined) return known
    const value = column.valueAt(element)
    values[element] = value
    return value
  }
  function whole(row: number): Map<string, T> {
    const entries = new Map<string, T>()
    const end = column.rowEnds.endOf(row)
    for (let element = column.rowEnds.startOf(row); element < end; element++) {
      entries.set(column.keys.textAt(element), valueAt(element))
    }
    return entries
  }
  return { at: (row) => new MapRow(row, { elementOf, valueAt, whole }) }
}

interface MapSource<T> {
  elementOf(row: number, key: string): number
  valueAt(element: number): T
  whole(row: number): Map<string, T>
}

/** The map of one row, of which only what is asked for is read. */
class MapRow<T> implements ReadonlyMap<string, T> {
  readonly #row: number
  readonly #source: MapSource<T>

  constructor(row: number, source: MapSource<T>) {
    this.#row = row
    this.#source = source
  }

  get(key: string): T | undefined {
    const element = this.#source.elementOf(this.#row, key)
    return element < 0 ? undefined : this.#source.valueAt(element)
  }

  has(key: string): boolean {
    return this.#source.elementOf(this.#row, key) >= 0
  }

  get size(): number {
    return this.#whole().size
  }

  forEach(callback: (value: T, key: string, map: ReadonlyMap<string, T>) => void): void {
    for (const [key, value] of this) callback(value, key, this)
  }

  entries(): MapIterator<[string, T]> {
    return this.#whole().entries()
  }

  keys(): MapIterator<string> {
    return this.#whole().keys()
  }

  values(): MapIterator<T> {
    return this.#whole().values()
  }

  [Symbol.iterator](): MapIterator<[string, T]> {
    return this.entries()
  }

  #whole(): Map<string, T> {
    return this.#source.whole(this.#row)
  }
}
