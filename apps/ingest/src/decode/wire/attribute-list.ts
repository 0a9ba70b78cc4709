import { type AnyValue, otlpLimits } from '@hanzo/schema/otlp'
import { attributeTypeCode } from '@hanzo/schema/row'
import type { ActiveKeys } from '../../cardinality/active-keys.ts'
import { type AttributeKey, promotions } from './attribute-key.ts'
import { doubleOf, int64Of } from './halves.ts'
import type { CachedKey, KeyCache } from './key-cache.ts'
import { jsonTextOf, readAnyValue, textEnd, valueTag } from './read-any-value.ts'
import { unusualShape } from './unusual-shape.ts'
import type { WireReader } from './wire-reader.ts'

/** The type of an attribute's value: that of `attribute_types`, and 0 for a string. */
export const attributeType = { string: 0, ...attributeTypeCode } as const

const keyTag = 0x0a
const keyValueTag = 0x12

/**
 * The attributes of one record where they stand in its bytes: read and checked before anything is put into a column.
 * What `low` and `high` mean depends on the type. string: where its bytes start and end. int, double: the halves of its
 * bits. bool: 0 or 1. json: `low` is its number in `texts`.
 */
export class AttributeList {
  count = 0
  keys: CachedKey<AttributeKey>[] = []
  types = new Uint8Array(64)
  low = new Int32Array(64)
  high = new Int32Array(64)
  /** JSON texts of the values that are not scalars, in their order. */
  texts: string[] = []
  values: AnyValue[] = []
  /** For each of `promotions` the attribute that its column copies; -1 for none. */
  readonly promoted = new Int32Array(promotions.length).fill(-1)
  hasGenAi = false
  readonly #cache: KeyCache<AttributeKey>
  #listStart = 0
  #limit: ActiveKeys | undefined
  #request = -1

  constructor(cache: KeyCache<AttributeKey>) {
    this.#cache = cache
  }

  /** Lets only keys pass in the lists of this request that its project may have. */
  limitKeys(limit: ActiveKeys | undefined, request: number): void {
    this.#limit = limit
    this.#request = request
  }

  /** Forgets the attributes of the record before. */
  clear(): void {
    this.count = 0
    if (this.texts.length > 0) {
      this.texts = []
      this.values = []
    }
    this.promoted.fill(-1)
    this.hasGenAi = false
    this.beginList()
  }

  /** What is read from here on is another list, whose keys may be those of the one before. */
  beginList(): void {
    this.#cache.beginList()
    this.#listStart = this.count
  }

  /**
   * Reads a KeyValue, whose tag was read.
   * @throws unusualShape for whatever is not a single value under a key of its own.
   */
  read(reader: WireReader): void {
    if (this.count - this.#listStart >= otlpLimits.attributesMax) throw unusualShape
    const end = reader.fieldEnd()
    if (reader.varint() !== keyTag) throw unusualShape
    const keyEnd = reader.fieldEnd()
    if (keyEnd > end) throw unusualShape
    const index = this.count
    if (index === this.types.length) this.#grow()
    const key = this.#cache.take(reader.source, reader.position, keyEnd)
    if (key.use.admittedIn !== this.#request) this.#admit(key)
    this.keys[index] = key
    reader.position = keyEnd
    if (keyEnd === end) this.#putJson(index, null)
    else {
      if (reader.varint() !== keyValueTag) throw unusualShape
      const valueEnd = reader.fieldEnd()
      if (valueEnd !== end) throw unusualShape
      this.#readValue(reader, index, end)
    }
    this.count = index + 1
    if (key.use.promotion >= 0) this.#promote(key.use, index)
    if (key.use.isGenAi) this.hasGenAi = true
  }

  /** The value as the generic path has it. */
  valueAt(index: number, reader: WireReader): AnyValue {
    const low = this.low[index] as number
    const high = this.high[index] as number
    switch (this.types[index]) {
      case attributeType.string:
        return reader.text(low, high)
      case attributeType.int:
        return int64Of(low, high)
      case attributeType.double:
        return doubleOf(low, high)
      case attributeType.bool:
        return low !== 0
      default:
        return this.values[low] as AnyValue
    }
  }

  #admit({ text, use }: CachedKey<AttributeKey>): void {
    if (this.#limit && !this.#limit.admit(text)) throw unusualShape
    use.admittedIn = this.#request
  }

  #readValue(reader: WireReader, index: number, end: number): void {
    const start = reader.position
    const tag = start === end ? 0 : reader.varint()
    if (tag === valueTag.string) {
      if (textEnd(reader) !== end) throw unusualShape
      this.types[index] = attributeType.string
      this.low[index] = reader.position
      this.high[index] = end
      reader.position = end
    } else if (tag === valueTag.int) {
      reader.varint64()
      this.#putHalves(index, attributeType.int, reader.low, reader.high)
    } else if (tag === valueTag.bool) {
      reader.varint64()
      this.#putHalves(index, attributeType.bool, (reader.low | reader.high) === 0 ? 0 : 1, 0)
    } else if (tag === valueTag.double) {
      reader.fixed64()
      this.#putDouble(index, reader.low, reader.high)
    } else {
      reader.position = start
      this.#putJson(index, readAnyValue(reader, end))
    }
    reader.leave(end)
  }

  #promote({ promotion, rank }: AttributeKey, index: number): void {
    const before = this.promoted[promotion] as number
    if (before >= 0 && (this.keys[before] as CachedKey<AttributeKey>).use.rank < rank) return
    if (!this.#isEmpty(index)) this.promoted[promotion] = index
  }

  /** Whether its text is empty: that of an empty string, and of no value. */
  #isEmpty(index: number): boolean {
    const type = this.types[index]
    if (type === attributeType.string) return this.low[index] === this.high[index]
    return type === attributeType.json && this.values[this.low[index] as number] === null
  }

  #putHalves(index: number, type: number, low: number, high: number): void {
    this.types[index] = type
    this.low[index] = low
    this.high[index] = high
  }

  #putDouble(index: number, low: number, high: number): void {
    const isNotANumber = (high & 0x7ff0_0000) === 0x7ff0_0000 && ((high & 0x000f_ffff) | low) !== 0
    // NaN has many bit patterns, and JavaScript but one.
    if (isNotANumber) this.#putHalves(index, attributeType.double, 0, 0x7ff8_0000)
    else this.#putHalves(index, attributeType.double, low, high)
  }

  #putJson(index: number, value: AnyValue): void {
    const text = jsonTextOf(value)
    this.#putHalves(index, attributeType.json, this.texts.length, 0)
    this.texts.push(text)
    this.values.push(value)
  }

  #grow(): void {
    const { types, low, high } = this
    const capacity = types.length * 2
    this.types = new Uint8Array(capacity)
    this.low = new Int32Array(capacity)
    this.high = new Int32Array(capacity)
    this.types.set(types)
    this.low.set(low)
    this.high.set(high)
  }
}
