/**
 * What was found out about the last texts. Nothing is hashed: texts are compared, the youngest first, and unequal ones mostly differ in length. One that is
 * not found may still be there, behind younger ones of its length.
 */
export interface RecentTexts<T> {
  add(text: string, value: T): void
  find(text: string): T | undefined
}

/** Texts of one length that are compared: prompts that begin alike and differ in an id are read to the end each time. */
const comparedMax = 8

/** @param limits what may be remembered; the oldest texts give way. A text above `characters` is not remembered. */
export function createRecentTexts<T>(limits: { texts: number; characters: number }): RecentTexts<T> {
  const texts: string[] = []
  const values: (T | undefined)[] = []
  // Both only rise; a text's place is the rest of its number.
  let next = 0
  let oldest = 0
  let characters = 0

  function forgetOldest(): void {
    const place = oldest % limits.texts
    characters -= texts[place]?.length ?? 0
    texts[place] = ''
    values[place] = undefined
    oldest++
  }
  return {
    add(text, value) {
      if (text.length > limits.characters) return
      while (next - oldest >= limits.texts || characters + text.length > limits.characters) forgetOldest()
      const place = next % limits.texts
      texts[place] = text
      values[place] = value
      characters += text.length
      next++
    },
    find(text) {
      let compared = 0
      for (let number = next - 1; number >= oldest && compared < comparedMax; number--) {
        const place = number % limits.texts
        if (texts[place]?.length !== text.length) continue
        if (texts[place] === text) return values[place]
        compared++
      }
      return undefined
    },
  }
}
