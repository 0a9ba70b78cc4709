import { type MaskedLine, tokenKind } from './masked-line.ts'

/** Of lines that begin alike and are as long. */
const templatesMax = 64

interface WildTemplate {
  key: number
  lows: Int32Array
  highs: Int32Array
  kinds: Uint8Array
}

/** Templates in which several words vary, to be found by a line whose words there are all new. */
export class WildTemplates {
  readonly #byStart = new Map<number, WildTemplate[]>()

  /** Adds a template, unless fewer than two of its words vary. @param key names it. */
  add({ lows, highs, kinds, count }: MaskedLine, key: number): void {
    const own = kinds.slice(0, count)
    if (own.filter((kind) => kind === tokenKind.wild).length < 2) return
    const start = startOf(lows, count)
    const templates = this.#byStart.get(start) ?? []
    if (templates.length === templatesMax) return
    templates.push({ key, lows: lows.slice(0, count), highs: highs.slice(0, count), kinds: own })
    this.#byStart.set(start, templates)
  }

  /** Masks the words of a line that vary in a template it has. @returns whether there is one. */
  apply(line: MaskedLine): boolean {
    for (const template of this.#byStart.get(startOf(line.lows, line.count)) ?? []) {
      if (!has(line, template)) continue
      for (let index = 0; index < line.count; index++) {
        if (template.kinds[index] === tokenKind.wild && line.kinds[index] === tokenKind.word) line.makeWild(index)
      }
      return true
    }
    return false
  }

  /** Forgets the others. */
  keep(isKept: (key: number) => boolean): void {
    for (const [start, templates] of this.#byStart) {
      const kept = templates.filter(({ key }) => isKept(key))
      if (kept.length > 0) this.#byStart.set(start, kept)
      else this.#byStart.delete(start)
    }
  }
}

/** Lines of as many tokens that begin alike. */
function startOf(lows: Int32Array, count: number): number {
  return ((lows[0] as number) ^ Math.imul(count, 0x9e37_79b1)) | 0
}

function has({ lows, highs, kinds, count }: MaskedLine, template: WildTemplate): boolean {
  if (template.kinds.length !== count) return false
  for (let index = 0; index < count; index++) {
    if (template.lows[index] === lows[index] && template.highs[index] === highs[index]) continue
    if (template.kinds[index] !== tokenKind.wild || kinds[index] !== tokenKind.word) return false
  }
  return true
}
