import { randomFillSync } from 'node:crypto'
import type { ByteWriter } from '../native/byte-writer.ts'
import { capacityAfterUse } from './column.ts'
import { ByteSource } from './copy-bytes.ts'
import { StringBytes } from './string-bytes.ts'

/**
 * A random word for each byte. Senders do not know them, so they cannot choose keys that meet in one slot: a public hash
 * would let one request cost the square of its keys.
 */
const words = randomFillSync(new Int32Array(256))
const oddMultiplier = 0x9e37_79b1

function hashOf({ bytes }: ByteSource, start: number, end: number): number {
  let hash = end - start
  for (let index = start; index < end; index++) {
    hash = Math.imul(hash ^ (words[bytes[index] as number] as number), oddMultiplier)
    hash ^= hash >>> 15
  }
  return hash
}

const slotsMin = 32

let textBytes = new ByteSource(Buffer.allocUnsafeSlow(1024))

function withBytes<T>(text: string, use: (source: ByteSource, end: number) => T): T {
  if (text.length * 3 > textBytes.bytes.length) textBytes = new ByteSource(Buffer.allocUnsafeSlow(text.length * 3))
  const result = use(textBytes, textBytes.bytes.write(text, 0, 'utf8'))
  // One long text must not hold its memory for good.
  if (textBytes.bytes.length > 0x1_0000) textBytes = new ByteSource(Buffer.allocUnsafeSlow(1024))
  return result
}

/** Different strings in the order they came, each found by its bytes. */
export class Dictionary {
  readonly #strings = new StringBytes()
  #hashes = new Int32Array(slotsMin)
  /** Entry number plus one by hash; 0 is free. At most half of the slots are taken. */
  #slots = new Int32Array(slotsMin * 2)
  /** The entry that was asked for after this one, the last time: telemetry repeats itself in the same order. */
  #followers = new Int32Array(slotsMin)
  /** Entries that were read, as texts. */
  #texts: (string | undefined)[] = []
  #last = 0
  #empty = -1

  get length(): number {
    return this.#strings.length
  }

  get byteLength(): number {
    return this.#strings.byteLength + this.#slots.length * 4 + this.#hashes.length * 8
  }

  intern(source: ByteSource, start: number, end: number): number {
    const guess = this.#followers[this.#last] as number
    if (guess < this.#strings.length && this.#strings.equals(guess, source, start, end)) {
      this.#last = guess
      return guess
    }
    const index = this.#find(source, start, end)
    this.#followers[this.#last] = index
    this.#last = index
    return index
  }

  internText(text: string): number {
    if (text === '') return this.internEmpty()
    return withBytes(text, (source, end) => this.intern(source, 0, end))
  }

  /** The number of a string that is there; -1 for any other. */
  indexOf(text: string): number {
    return withBytes(
      text,
      (source, end) => (this.#slots[this.#slotOf(hashOf(source, 0, end), source, 0, end)] as number) - 1,
    )
  }

  internEmpty(): number {
    if (this.#empty < 0) this.#empty = this.#find(textBytes, 0, 0)
    return this.#empty
  }

  textAt(index: number): string {
    let text = this.#texts[index]
    if (text === undefined) {
      text = this.#strings.textAt(index)
      this.#texts[index] = text
    }
    return text
  }

  clear(): void {
    if (this.#strings.length === 0) return
    const slots = Math.max(slotsMin * 2, capacityAfterUse(this.#slots.length, this.#strings.length * 2))
    this.#strings.clear()
    this.#texts = []
    this.#last = 0
    this.#empty = -1
    if (slots === this.#slots.length) this.#slots.fill(0)
    else this.#allocate(slots)
  }

  writeAll(writer: ByteWriter): void {
    this.#strings.writeAll(writer)
  }

  writeOne(writer: ByteWriter, index: number): void {
    this.#strings.writeOne(writer, index)
  }

  #find(source: ByteSource, start: number, end: number): number {
    const hash = hashOf(source, start, end)
    const slot = this.#slotOf(hash, source, start, end)
    const index = (this.#slots[slot] as number) - 1
    return index < 0 ? this.#add(source, start, end, hash, slot) : index
  }

  /** Where a string is, or would be. */
  #slotOf(hash: number, source: ByteSource, start: number, end: number): number {
    const mask = this.#slots.length - 1
    for (let slot = hash & mask; ; slot = (slot + 1) & mask) {
      const index = (this.#slots[slot] as number) - 1
      if (index < 0) return slot
      if (this.#hashes[index] === hash && this.#strings.equals(index, source, start, end)) return slot
    }
  }

  #add(source: ByteSource, start: number, end: number, hash: number, slot: number): number {
    const index = this.#strings.length
    this.#strings.append(source, start, end)
    this.#hashes[index] = hash
    this.#slots[slot] = index + 1
    if (index + 1 === this.#hashes.length) this.#grow()
    return index
  }

  #grow(): void {
    const { length } = this.#strings
    const hashes = this.#hashes
    const followers = this.#followers
    this.#allocate(this.#slots.length * 2)
    this.#hashes.set(hashes)
    this.#followers.set(followers)
    const mask = this.#slots.length - 1
    for (let index = 0; index < length; index++) {
      let slot = (hashes[index] as number) & mask
      while (this.#slots[slot] !== 0) slot = (slot + 1) & mask
      this.#slots[slot] = index + 1
    }
  }

  #allocate(slots: number): void {
    this.#slots = new Int32Array(slots)
    this.#hashes = new Int32Array(slots / 2)
    this.#followers = new Int32Array(slots / 2)
  }
}
