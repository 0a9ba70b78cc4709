import { otlpLimits } from '@hanzo/schema/otlp'
import { ByteSource, equalBytes } from '../../columns/copy-bytes.ts'
import { unusualShape } from './unusual-shape.ts'
import { isWellFormedUtf8 } from './utf8.ts'

/** A key of attributes that was seen before. `use` is what its owner knows of it. */
export interface CachedKey<Use> {
  readonly source: ByteSource
  readonly text: string
  readonly use: Use
  hash: number
  /** The key that came after it the last time. */
  next: CachedKey<Use> | undefined
  /** The last list that it was in. */
  list: number
}

const entriesMaxDefault = 4_096
// The numbers of lists stay integers that V8 keeps in a word.
const listsMax = 2 ** 30
// Whoever does not know the seed cannot choose keys that fall into one slot.
const hashSeed = (Math.random() * 0xffff_ffff) | 0

/**
 * Gives the keys of attribute lists without decoding them: senders repeat few keys, and in the same order, so that mostly one
 * comparison with the key that came next the last time finds them. Forgets all when it is full.
 */
export class KeyCache<Use> {
  readonly #describe: (text: string) => Use
  readonly #entriesMax: number
  readonly #slots: (CachedKey<Use> | undefined)[]
  #size = 0
  #list = 0
  #first: CachedKey<Use> | undefined
  #previous: CachedKey<Use> | undefined

  /** @param describe what `use` is for a key; called once while the key is remembered. */
  constructor(describe: (text: string) => Use, entriesMax = entriesMaxDefault) {
    this.#describe = describe
    this.#entriesMax = entriesMax
    this.#slots = new Array<CachedKey<Use> | undefined>(2 ** Math.ceil(Math.log2(entriesMax * 4))).fill(undefined)
  }

  /** Begins a list of attributes: keys are unique from here to the next call. */
  beginList(): void {
    if (this.#size >= this.#entriesMax || this.#list === listsMax) this.#forget()
    this.#list += 1
    this.#previous = undefined
  }

  /**
   * The key that stands at these bytes.
   * @throws unusualShape for a key that is empty, too long, not UTF-8, or in this list already.
   */
  take(source: ByteSource, start: number, end: number): CachedKey<Use> {
    const previous = this.#previous
    let key = previous === undefined ? this.#first : previous.next
    if (key === undefined || !isAt(key.source, source, start, end)) {
      key = this.#find(source, start, end)
      if (previous === undefined) this.#first = key
      else previous.next = key
    }
    if (key.list === this.#list) throw unusualShape
    key.list = this.#list
    this.#previous = key
    return key
  }

  #find(source: ByteSource, start: number, end: number): CachedKey<Use> {
    const hash = hashOf(source.bytes, start, end)
    const slots = this.#slots
    const mask = slots.length - 1
    let slot = (hash ^ (hash >>> 15)) & mask
    for (let key = slots[slot]; key !== undefined; key = slots[slot]) {
      if (key.hash === hash && isAt(key.source, source, start, end)) return key
      slot = (slot + 1) & mask
    }
    const key = this.#remember(source, start, end, hash)
    slots[slot] = key
    this.#size += 1
    return key
  }

  #remember(source: ByteSource, start: number, end: number, hash: number): CachedKey<Use> {
    const size = end - start
    // A single list may bring more than there is room for.
    if (this.#size >= this.#entriesMax * 2) throw unusualShape
    if (size === 0 || size > otlpLimits.attributeKeyLengthMax || !isWellFormedUtf8(source, start, end)) {
      throw unusualShape
    }
    const copy = Buffer.from(source.bytes.subarray(start, end))
    const text = copy.toString('utf8')
    return { source: new ByteSource(copy), text, use: this.#describe(text), hash, next: undefined, list: -1 }
  }

  #forget(): void {
    this.#slots.fill(undefined)
    this.#size = 0
    this.#list = 0
    this.#first = undefined
  }
}

function isAt(key: ByteSource, source: ByteSource, start: number, end: number): boolean {
  return key.view.byteLength === end - start && equalBytes(key, 0, source, start, end)
}

function hashOf(bytes: Buffer, start: number, end: number): number {
  let hash = hashSeed
  for (let position = start; position < end; position++)
    hash = Math.imul(hash ^ (bytes[position] as number), 0x0100_0193)
  return hash
}
