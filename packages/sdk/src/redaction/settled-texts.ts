import { createRecentTexts } from './recent-texts.ts'

const textsMax = 512
const charactersMax = 1024 * 1024
const keysMax = 1000

/** The last texts that were allowed under a key, so that a value redacted when it was captured is not redacted again when its span ends. */
export interface SettledTexts {
  /** @returns the text, as the object that an equal one before it is: spans that tell the same hold one copy. */
  add(key: string, text: string): string
  has(key: string, text: string): boolean
}

export function createSettledTexts(): SettledTexts {
  const recent = createRecentTexts<{ key: string; text: string }>({ texts: textsMax, characters: charactersMax })
  // Most keys never hold such a text: theirs are not looked for.
  const keys = new Set<string>()
  return {
    add(key, text) {
      if (keys.size >= keysMax) keys.clear()
      keys.add(key)
      const known = recent.find(text)
      if (known?.key === key) return known.text
      recent.add(text, { key, text })
      return text
    },
    has: (key, text) => keys.has(key) && recent.find(text)?.key === key,
  }
}
