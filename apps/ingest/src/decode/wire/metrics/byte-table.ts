import { randomFillSync } from 'node:crypto'

/** A random word for each byte: senders who do not know them cannot choose bytes that meet in one slot. */
const words = randomFillSync(new Int32Array(256))
const multiplier = 0x9e37_79b1
const slotsMin = 64
const arenaBytesMin = 4_096

function hashOf(owner: number, bytes: Buffer, start: number, end: number): number {
  let hash = Math.imul(owner ^ (words[0] as number), multiplier) ^ (end - start)
  for (let index = start; index < end; index++) {
    hash = Math.imul(hash ^ (words[bytes[index] as number] as number), multiplier)
    hash ^= hash >>> 15
  }
  return hash
}

/** Values under bytes that belong to an owner. What is looked for is mostly what came next the last time, which needs no hash. */
export class ByteTable<Value> {
  readonly #values: Value[] = []
  #arena = Buffer.allocUnsafeSlow(arenaBytesMin)
  #arenaUsed = 0
  #starts = new Uint32Array(slotsMin)
  #ends = new Uint32Array(slotsMin)
  #owners = new Int32Array(slotsMin)
  #hashes = new Int32Array(slotsMin)
  #followers = new Int32Array(slotsMin)
  /** Entry number plus one by hash; 0 is free. At most half of the slots are taken. */
  #slots = new Int32Array(slotsMin * 2)
  #last = 0

  get size(): number {
    return this.#values.length
  }

  get byteLength(): number {
    return this.#arenaUsed
  }

  find(owner: number, bytes: Buffer, start: number, end: number): Value | undefined {
    const guess = this.#followers[this.#last] as number
    if (guess < this.#values.length && this.#isAt(guess, owner, bytes, start, end)) {
      this.#last = guess
      return this.#values[guess]
    }
    const hash = hashOf(owner, bytes, start, end)
    const mask = this.#slots.length - 1
    for (let slot = hash & mask; ; slot = (slot + 1) & mask) {
      const index = (this.#slots[slot] as number) - 1
      if (index < 0) return undefined
      if (this.#hashes[index] !== hash || !this.#isAt(index, owner, bytes, start, end)) continue
      this.#followers[this.#last] = index
      this.#last = index
      return this.#values[index]
    }
  }

  /** Adds what `find` did not find. */
  add(owner: number, bytes: Buffer, start: number, end: number, value: Value): void {
    const index = this.#values.push(value) - 1
    if (index === this.#owners.length) this.#grow()
    this.#copy(index, bytes, start, end)
    this.#owners[index] = owner
    this.#hashes[index] = hashOf(owner, bytes, start, end)
    this.#takeSlot(index)
    this.#followers[this.#last] = index
    this.#last = index
  }

  #isAt(index: number, owner: number, bytes: Buffer, start: number, end: number): boolean {
    let at = this.#starts[index] as number
    if (this.#owners[index] !== owner || (this.#ends[index] as number) - at !== end - start) return false
    const arena = this.#arena
    for (let from = start; from < end; from++, at++) if (arena[at] !== bytes[from]) return false
    return true
  }

  #copy(index: number, bytes: Buffer, start: number, end: number): void {
    const at = this.#arenaUsed
    const needed = at + end - start
    if (needed > this.#arena.length) {
      const arena = Buffer.allocUnsafeSlow(Math.max(needed, this.#arena.length * 2))
      this.#arena.copy(arena, 0, 0, at)
      this.#arena = arena
    }
    bytes.copy(this.#arena, at, start, end)
    this.#starts[index] = at
    this.#ends[index] = needed
    this.#arenaUsed = needed
  }

  #takeSlot(index: number): void {
    const mask = this.#slots.length - 1
    let slot = (this.#hashes[index] as number) & mask
    while (this.#slots[slot] !== 0) slot = (slot + 1) & mask
    this.#slots[slot] = index + 1
  }

  #grow(): void {
    const { length } = this.#owners
    const grown = <Numbers extends Uint32Array | Int32Array>(numbers: Numbers, into: Numbers): Numbers => {
      into.set(numbers)
      return into
    }
    this.#starts = grown(this.#starts, new Uint32Array(length * 2))
    this.#ends = grown(this.#ends, new Uint32Array(length * 2))
    this.#owners = grown(this.#owners, new Int32Array(length * 2))
    this.#hashes = grown(this.#hashes, new Int32Array(length * 2))
    this.#followers = grown(this.#followers, new Int32Array(length * 2))
    this.#slots = new Int32Array(length * 4)
    for (let index = 0; index < length; index++) this.#takeSlot(index)
  }
}
