import { highTerm, lowTerm, type MaskedLine, placeOf, tokenKind } from './masked-line.ts'
import type { PatternBudget } from './pattern-budget.ts'
import { WildTemplates } from './wild-templates.ts'

/** A template that lines have in common. */
export interface Pattern {
  /** Halves of `pattern_id`: the hash of the template. */
  low: number
  high: number
  template: string
  /** A body that had it, of this hour or so; empty until somebody asks. */
  example: string
  /** The request that noted it last. */
  notedBy: number
}

/** Lines of a service that has too many templates. */
export const otherPatternId = 1n

/** Masked lines that are known without looking at their words. */
const knownMax = 4_096
/** The lines that were met last stand before those, by the lowest bits of their hash: keys beyond 31 bits cost a map an object each. */
const slots = 256
/** So many different words at one place of otherwise equal lines are values of one variable. */
const valuesMin = 8
/** Words that stay, or the template says nothing. */
const wordsMin = 2
const siblingsMax = 32_768
/** Two places vary together where so many different pairs stood there: names of users and of what they open. */
const pairsMin = 24
const pairedPlacesMax = 7
const placesMax = 24

/**
 * The templates of one service's lines. Masked lines that differ in one word are one template with `<*>` once eight words were
 * seen there: two outcomes of one sentence stay apart, names do not. What is variable is learned, and the id is the hash of the
 * template that comes out, so every process that has learned the same gives the same id.
 */
export class ServicePatterns {
  readonly #budget: PatternBudget
  readonly #patterns = new Map<number, Pattern>()
  readonly #known = new Map<number, Pattern>()
  /** By template with one word taken out: how many words stood there; from `valuesMin` on, any may. */
  readonly #siblings = new Map<number, number>()
  /** The same by two words taken out. */
  readonly #pairs = new Map<number, number>()
  readonly #wilds = new WildTemplates()
  readonly #lastLows = new Int32Array(slots)
  readonly #lastHighs = new Int32Array(slots)
  #lastPatterns: (Pattern | undefined)[] = []
  #used = new Set<Pattern>()
  readonly #other: Pattern = { low: Number(otherPatternId), high: 0, template: '<*>', example: '', notedBy: 0 }

  constructor(budget: PatternBudget) {
    this.#budget = budget
  }

  /** The pattern of a masked line, which may be changed. */
  find(line: MaskedLine): Pattern {
    const { low, high } = line
    const slot = low & (slots - 1)
    const last = this.#lastPatterns[slot]
    if (last && this.#lastLows[slot] === low && this.#lastHighs[slot] === high) return last
    const key = keyOf(low, high)
    const pattern = this.#known.get(key) ?? this.#learn(line, key)
    this.#lastLows[slot] = low
    this.#lastHighs[slot] = high
    this.#lastPatterns[slot] = pattern
    return pattern
  }

  /** Forgets all. */
  clear(): void {
    this.#budget.give(this.#patterns.size)
    this.#patterns.clear()
    this.#forgetKnown()
    this.#siblings.clear()
    this.#pairs.clear()
    this.#wilds.keep(() => false)
    this.#used.clear()
  }

  /** Forgets patterns that were not met since the last time. */
  forget(): void {
    for (const [key, pattern] of this.#patterns) {
      pattern.example = ''
      if (this.#used.has(pattern)) continue
      this.#patterns.delete(key)
      this.#budget.give(1)
    }
    this.#used = new Set()
    this.#forgetKnown()
    this.#wilds.keep((key) => this.#patterns.has(key))
    this.#forgetSiblings()
  }

  #forgetKnown(): void {
    this.#known.clear()
    this.#lastPatterns = []
  }

  #learn(line: MaskedLine, key: number): Pattern {
    this.#admitWild(line)
    const pattern = this.#resolve(line)
    if (this.#known.size >= knownMax) this.#known.clear()
    this.#known.set(key, pattern)
    this.#used.add(pattern)
    return pattern
  }

  #resolve(line: MaskedLine): Pattern {
    for (;;) {
      this.#generalise(line)
      const key = keyOf(line.low, line.high)
      const pattern = this.#patterns.get(key)
      if (pattern) return pattern
      if (this.#wilds.apply(line)) continue
      if (!this.#budget.take()) return this.#other
      if (!this.#grow(line)) return this.#add(line, key)
      this.#budget.give(1)
      // What was one template of its own for each word is one for all of them from here on.
      this.#forgetKnown()
    }
  }

  #add(line: MaskedLine, key: number): Pattern {
    // 0 stands for no pattern, 1 for the others.
    const low = line.high === 0 && line.low >>> 1 === 0 ? 2 : line.low
    const pattern: Pattern = { low, high: line.high, template: line.text(), example: '', notedBy: 0 }
    this.#patterns.set(key, pattern)
    this.#wilds.add(line, key)
    return pattern
  }

  /** Masks the words that are known to vary. */
  #generalise(line: MaskedLine): void {
    let places = placesOf(line)
    for (let at = 0; at < places.length; at++) {
      const index = places[at] as number
      if ((this.#siblings.get(siblingKey(line, index)) ?? 0) < valuesMin) continue
      line.makeWild(index)
      places = placesOf(line)
      at = -1
    }
  }

  /** Counts a new template at each of its words, and masks those that are values now. @returns whether there are any. */
  #grow(line: MaskedLine): boolean {
    this.#boundSiblings()
    const places = placesOf(line)
    let grown = -1
    for (const index of places)
      if (count(this.#siblings, siblingKey(line, index)) >= valuesMin && grown < 0) grown = index
    if (grown >= 0) {
      line.makeWild(grown)
      return true
    }
    if (wordsOf(line) < wordsMin + 2 || places.length > pairedPlacesMax) return false
    for (const [at, first] of places.entries()) {
      for (const second of places.slice(at + 1)) {
        if (count(this.#pairs, siblingKey(line, first, second)) < pairsMin) continue
        line.makeWild(first)
        line.makeWild(second)
        return true
      }
    }
    return false
  }

  #boundSiblings(): void {
    if (this.#siblings.size + this.#pairs.size >= siblingsMax) this.#forgetSiblings()
  }

  /** Counts begin anew; what is a pattern stays one. */
  #forgetSiblings(): void {
    this.#pairs.clear()
    for (const key of this.#siblings.keys()) if (!this.#patterns.has(key)) this.#siblings.delete(key)
  }

  /** A template that says itself where words vary is believed: so templates are told to a new process. */
  #admitWild({ kinds, count, low, high }: MaskedLine): void {
    const at = kinds.indexOf(tokenKind.wild)
    if (at < 0 || at >= count) return
    // Anybody may send such lines, and no budget of patterns ends them.
    this.#boundSiblings()
    this.#siblings.set(keyOf(low, high), valuesMin)
  }
}

/** Where words stand that may vary: not the first of a line, and none where too few would stay. */
function placesOf(line: MaskedLine): number[] {
  const places: number[] = []
  if (wordsOf(line) <= wordsMin) return places
  let isFirst = true
  for (let index = 0; index < line.count && places.length < placesMax; index++) {
    if (line.kinds[index] !== tokenKind.word) continue
    if (!isFirst) places.push(index)
    isFirst = false
  }
  return places
}

function count(counts: Map<number, number>, key: number): number {
  const values = (counts.get(key) ?? 0) + 1
  counts.set(key, values)
  return values
}

function wordsOf({ kinds, count }: MaskedLine): number {
  let words = 0
  for (let index = 0; index < count; index++) if (kinds[index] === tokenKind.word) words++
  return words
}

/** The template's key with other words at some places: that of the template where any may stand there. */
function siblingKey(line: MaskedLine, ...places: number[]): number {
  let { low, high } = line
  for (const index of places) {
    const place = placeOf(index, tokenKind.wild, line.spaced[index] as number)
    low = (low - (line.lows[index] as number) + lowTerm(0, place)) | 0
    high = (high - (line.highs[index] as number) + highTerm(0, place)) | 0
  }
  return keyOf(low, high)
}

/** 52 bits of a hash, as many as a number holds without loss. */
function keyOf(low: number, high: number): number {
  return (high >>> 0) * 0x10_0000 + (low >>> 12)
}
