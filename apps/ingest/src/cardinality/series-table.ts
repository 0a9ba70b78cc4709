import { randomInt } from 'node:crypto'

const slotsMin = 1024

// Whoever does not know these cannot choose series whose ids meet in one slot: the hash of an identity is public.
const lowSeed = randomInt(2 ** 32) | 0
const highSeed = randomInt(2 ** 32) | 0
const multiplier = 0x9e37_79b1

/** Series by their 64-bit id, each with the number of its metric and when it was last there; about 32 bytes each. */
export class SeriesTable {
  size = 0
  #slots = slotsMin
  #lows = new Uint32Array(slotsMin)
  #highs = new Uint32Array(slotsMin)
  /** The metric's number plus one; 0 is a free slot. */
  #metrics = new Uint32Array(slotsMin)
  #generations = new Uint32Array(slotsMin)

  /** Whether the series is there; notes that it was. */
  touch(low: number, high: number, generation: number): boolean {
    const slot = this.#find(low, high)
    if (this.#metrics[slot] === 0) return false
    this.#generations[slot] = generation
    return true
  }

  /** Adds a series that is not there. */
  add(low: number, high: number, metric: number, generation: number): void {
    if ((this.size + 1) * 2 > this.#slots) this.#rebuild(this.#slots * 2, 0, noCount)
    this.#put(low, high, metric + 1, generation)
  }

  /** Forgets the series that were last there before a generation, and tells `forgotten` the number of each one's metric. */
  forgetBefore(generation: number, forgotten: (metric: number) => void): void {
    this.#rebuild(this.#slots, generation, forgotten)
    let slots = this.#slots
    while (slots > slotsMin && this.size * 8 < slots) slots /= 2
    if (slots < this.#slots) this.#rebuild(slots, 0, noCount)
  }

  #find(low: number, high: number): number {
    const mask = this.#slots - 1
    let slot = hashOf(low, high) & mask
    while (this.#metrics[slot] !== 0 && (this.#lows[slot] !== low >>> 0 || this.#highs[slot] !== high >>> 0)) {
      slot = (slot + 1) & mask
    }
    return slot
  }

  #put(low: number, high: number, metric: number, generation: number): void {
    const slot = this.#find(low, high)
    this.#lows[slot] = low
    this.#highs[slot] = high
    this.#metrics[slot] = metric
    this.#generations[slot] = generation
    this.size += 1
  }

  #rebuild(slots: number, oldestGeneration: number, forgotten: (metric: number) => void): void {
    const lows = this.#lows
    const highs = this.#highs
    const metrics = this.#metrics
    const generations = this.#generations
    this.size = 0
    this.#slots = slots
    this.#lows = new Uint32Array(slots)
    this.#highs = new Uint32Array(slots)
    this.#metrics = new Uint32Array(slots)
    this.#generations = new Uint32Array(slots)
    for (let slot = 0; slot < metrics.length; slot++) {
      const metric = metrics[slot] as number
      if (metric === 0) continue
      const generation = generations[slot] as number
      if (generation < oldestGeneration) forgotten(metric - 1)
      else this.#put(lows[slot] as number, highs[slot] as number, metric, generation)
    }
  }
}

function noCount(): void {
  // A table that only changes its size forgets nothing.
}

function hashOf(low: number, high: number): number {
  let hash = Math.imul(low ^ lowSeed, multiplier)
  hash ^= hash >>> 15
  hash = Math.imul(hash ^ high ^ highSeed, multiplier)
  return hash ^ (hash >>> 15)
}
