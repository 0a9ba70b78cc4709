import { ByteTable } from './byte-table.ts'

export interface ByteCacheLimits {
  /** Of each half of the cache. */
  entriesMax: number
  bytesMax: number
}

/**
 * What is known of bytes that were read before, by whom they belong to. When the younger half is full, the older one is
 * forgotten: what is in use has moved to the younger by then.
 */
export class ByteCache<Value> {
  readonly #limits: ByteCacheLimits
  #young = new ByteTable<Value>()
  #old = new ByteTable<Value>()

  constructor(limits: ByteCacheLimits) {
    this.#limits = limits
  }

  get size(): number {
    return this.#young.size + this.#old.size
  }

  find(owner: number, bytes: Buffer, start: number, end: number): Value | undefined {
    const value = this.#young.find(owner, bytes, start, end)
    if (value !== undefined || this.#old.size === 0) return value
    const former = this.#old.find(owner, bytes, start, end)
    if (former !== undefined) this.add(owner, bytes, start, end, former)
    return former
  }

  /** Adds what `find` did not find. */
  add(owner: number, bytes: Buffer, start: number, end: number, value: Value): void {
    if (this.#young.size >= this.#limits.entriesMax || this.#young.byteLength >= this.#limits.bytesMax) {
      this.#old = this.#young
      this.#young = new ByteTable<Value>()
    }
    this.#young.add(owner, bytes, start, end, value)
  }

  clear(): void {
    this.#young = new ByteTable<Value>()
    this.#old = new ByteTable<Value>()
  }
}
