import { randomInt } from 'node:crypto'

/** Numbers for span ids: what is looked up is 8 bytes, as two unsigned 32-bit halves. */
export interface SpanPlaces {
  /** Gives an id a number, unless it has one: the one that it has now. */
  add(low: number, high: number, number: number): number
}

/**
 * A table of at most `idsMost` span ids. A `Map` of their texts takes ten times as long, which a trace of 100 000 spans is too
 * large for; the factors of its hash are random, so that nobody can send ids that all fall into one place of it.
 */
export function createSpanPlaces(idsMost: number): SpanPlaces {
  const bits = Math.ceil(Math.log2(2 * idsMost + 2))
  const slots = new Int32Array(2 ** bits)
  const lows = new Uint32Array(idsMost)
  const highs = new Uint32Array(idsMost)
  const numbers = new Int32Array(idsMost)
  const [factorOfLow, factorOfHigh] = [randomInt(2 ** 31) * 2 + 1, randomInt(2 ** 31) * 2 + 1]
  let count = 0

  /** The slot that holds an id, or would: a slot holds one more than where the id stands. */
  function slotOf(low: number, high: number): number {
    let slot = mixed(Math.imul(low, factorOfLow) ^ Math.imul(high, factorOfHigh)) >>> (32 - bits)
    for (;;) {
      const at = (slots[slot] ?? 0) - 1
      if (at < 0 || (lows[at] === low && highs[at] === high)) return slot
      slot = (slot + 1) & (slots.length - 1)
    }
  }
  return {
    add(low, high, number) {
      const slot = slotOf(low, high)
      const at = (slots[slot] ?? 0) - 1
      if (at >= 0) return numbers[at] ?? number
      if (count >= idsMost) throw new RangeError(`expected at most ${idsMost} ids`)
      lows[count] = low
      highs[count] = high
      numbers[count] = number
      count += 1
      slots[slot] = count
      return number
    },
  }
}

/** Lets the low bits of a product tell in its high ones. */
function mixed(product: number): number {
  return Math.imul(product ^ (product >>> 15), 0x2c1b3c6d)
}
