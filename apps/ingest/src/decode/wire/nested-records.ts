import type { AttributeKey } from './attribute-key.ts'
import { AttributeList } from './attribute-list.ts'
import type { KeyCache } from './key-cache.ts'
import { unusualShape } from './unusual-shape.ts'

/** The events or links of one span: so many numbers for each, and all their attributes one behind the other. */
export class NestedRecords {
  count = 0
  values: Int32Array
  readonly attributes: AttributeList
  readonly #width: number
  readonly #countMax: number

  constructor(width: number, countMax: number, keys: KeyCache<AttributeKey>) {
    this.#width = width
    this.#countMax = countMax
    this.values = new Int32Array(width * 16)
    this.attributes = new AttributeList(keys)
  }

  /** Forgets those of the span before. */
  clear(): void {
    if (this.count === 0) return
    this.count = 0
    this.attributes.clear()
  }

  /** Begins the next one, and returns where its numbers are: all 0. */
  add(): number {
    if (this.count === this.#countMax) throw unusualShape
    const at = this.count * this.#width
    this.count += 1
    if (at === this.values.length) {
      const grown = new Int32Array(at * 2)
      grown.set(this.values)
      this.values = grown
    } else this.values.fill(0, at, at + this.#width)
    this.attributes.beginList()
    return at
  }
}
