/**
 * What was found out about the last texts. A text is looked for by its length and a few of its characters, and then compared: to hash a prompt of 8 kB takes
 * longer than to compare it.
 */
export interface RecentTexts<T> {
  add(text: string, value: T): void
  /** Of texts that look alike the youngest are compared: one behind many of them is not found. */
  find(text: string): T | undefined
}

/** Texts that look alike and are compared: prompts that differ in an id alone are read up to there each time. */
const comparedMax = 8

/** Characters that are looked at, spread over the text. */
const samples = 16

/** @param limits what may be remembered; the oldest texts give way. A text above `characters` is not remembered. */
export function createRecentTexts<T>(limits: { texts: number; characters: number }): RecentTexts<T> {
  const texts: string[] = []
  const values: (T | undefined)[] = []
  /** The number of the text before that looks the same. */
  const before: number[] = []
  const youngest = new Map<number, number>()
  // Both only rise; a text's place is the rest of its number.
  let next = 0
  let oldest = 0
  let characters = 0

  function forgetOldest(): void {
    const place = oldest % limits.texts
    const text = texts[place] ?? ''
    const look = lookOf(text)
    if (youngest.get(look) === oldest) youngest.delete(look)
    characters -= text.length
    texts[place] = ''
    values[place] = undefined
    oldest++
  }
  return {
    add(text, value) {
      if (text.length > limits.characters) return
      while (next - oldest >= limits.texts || characters + text.length > limits.characters) forgetOldest()
      const place = next % limits.texts
      const look = lookOf(text)
      texts[place] = text
      values[place] = value
      before[place] = youngest.get(look) ?? -1
      youngest.set(look, next)
      characters += text.length
      next++
    },
    find(text) {
      let number = youngest.get(lookOf(text)) ?? -1
      for (let compared = 0; number >= oldest && compared < comparedMax; compared++) {
        const place = number % limits.texts
        if (texts[place] === text) return values[place]
        number = before[place] as number
      }
      return undefined
    },
  }
}

/** A number that equal texts share, and that others seldom do. */
function lookOf(text: string): number {
  const { length } = text
  let look = length
  if (length <= samples) {
    for (let at = 0; at < length; at++) look = (Math.imul(look, 31) + text.charCodeAt(at)) | 0
    return look
  }
  const step = (length - 1) / (samples - 1)
  for (let index = 0; index < samples; index++) {
    look = (Math.imul(look, 31) + text.charCodeAt(Math.floor(index * step))) | 0
  }
  return look
}
