import type { ByteSource } from '../columns/copy-bytes.ts'

/** What stands in a template in the place of a token; `word` and `punctuation` stand for themselves. */
export const tokenKind = {
  word: 0,
  punctuation: 1,
  wild: 2,
  num: 3,
  hex: 4,
  uuid: 5,
  ip: 6,
  time: 7,
  str: 8,
  email: 9,
  id: 10,
  /** More than is looked at. */
  rest: 11,
} as const

/** How a kind reads in a template. */
export const placeholders: readonly string[] = Object.keys(tokenKind).map((name) =>
  name === 'wild' ? '<*>' : name === 'rest' ? '<…>' : `<${name}>`,
)

/** What comes behind the tokens of a long line is not told apart. */
export const tokensMax = 96

const steps = { index: 0x9e37_79b1, kind: 0x27d4_eb2f, space: 0x1656_67b1 } as const

function mix(value: number): number {
  let mixed = value
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x85eb_ca6b)
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2_ae35)
  return mixed ^ (mixed >>> 16)
}

/** What of a token is not its bytes. @param space 1 behind a space. */
export function placeOf(index: number, kind: number, space: number): number {
  return (Math.imul(index + 1, steps.index) + Math.imul(kind, steps.kind) + Math.imul(space, steps.space)) | 0
}

/** A token's share of the template's hash, each half from another hash of its bytes. */
export function lowTerm(first: number, place: number): number {
  return mix((first + place) | 0)
}

export function highTerm(second: number, place: number): number {
  return mix(second ^ Math.imul(place, steps.kind))
}

/**
 * The tokens of one line with its variables masked. The template's hash is the sum of a term for each token at its place, so
 * that it is known without the template's text, and with any token exchanged.
 */
export class MaskedLine {
  count = 0
  /** The template's hash, in halves. */
  low = 0
  high = 0
  readonly kinds = new Uint8Array(tokensMax)
  readonly spaced = new Uint8Array(tokensMax)
  /** Where the token stands in `sourceOf`: the line, or the name of its event. */
  readonly starts = new Int32Array(tokensMax)
  readonly ends = new Int32Array(tokensMax)
  readonly lows = new Int32Array(tokensMax)
  readonly highs = new Int32Array(tokensMax)
  /** Tokens that stand before this one are of the event's name. */
  eventCount = 0
  event: ByteSource | undefined
  body: ByteSource | undefined

  clear(): void {
    this.count = 0
    this.eventCount = 0
    this.low = 0
    this.high = 0
  }

  /** A word takes up to three more tokens. */
  get isFull(): boolean {
    return this.count > tokensMax - 4
  }

  /**
   * Adds a token; beyond `tokensMax` there are none.
   * @param first @param second hashes of its bytes.
   * @param spaced 1 behind a space.
   * @param start where it stands; for punctuation its character is in place of `end`.
   */
  push(kind: number, first: number, second: number, spaced: number, start: number, end: number): void {
    const index = this.count
    if (index === tokensMax) return
    const space = index === 0 ? 0 : spaced
    const place = placeOf(index, kind, space)
    const low = lowTerm(first, place)
    const high = highTerm(second, place)
    this.kinds[index] = kind
    this.spaced[index] = space
    this.starts[index] = start
    this.ends[index] = end
    this.lows[index] = low
    this.highs[index] = high
    this.low = (this.low + low) | 0
    this.high = (this.high + high) | 0
    this.count = index + 1
  }

  /** Takes the last token back. */
  pop(): void {
    const index = this.count - 1
    this.low = (this.low - (this.lows[index] as number)) | 0
    this.high = (this.high - (this.highs[index] as number)) | 0
    this.count = index
  }

  /** Masks a token anew, as a word that varies. */
  makeWild(index: number): void {
    const { count } = this
    const [low, high] = [this.lows[index] as number, this.highs[index] as number]
    this.count = index
    this.push(tokenKind.wild, 0, 0, this.spaced[index] as number, 0, 0)
    this.count = count
    this.low = (this.low - low) | 0
    this.high = (this.high - high) | 0
  }

  /** The template as people read it. */
  text(): string {
    let text = ''
    for (let index = 0; index < this.count; index++) {
      if (this.spaced[index] === 1) text += ' '
      text += this.#tokenText(index)
    }
    return text
  }

  #tokenText(index: number): string {
    const kind = this.kinds[index] as number
    if (kind > tokenKind.punctuation) return placeholders[kind] as string
    const end = this.ends[index] as number
    if (kind === tokenKind.punctuation) return String.fromCharCode(end)
    const source = index < this.eventCount ? this.event : this.body
    return (source as ByteSource).bytes.toString('utf8', this.starts[index], end)
  }
}
