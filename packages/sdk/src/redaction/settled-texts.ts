import { createRecentTexts } from './recent-texts.ts'

const textsMax = 512
const charactersMax = 1024 * 1024
const keysMax = 1000

/** The last texts that were allowed under a key, so that a value redacted when it was captured is not redacted again when its span ends. */
export interface SettledTexts {
  add(key: string, text: string): void
  has(key: string, text: string): boolean
}

export function createSettledTexts(): SettledTexts {
  const keyOf = createRecentTexts<string>({ texts: textsMax, characters: charactersMax })
  // Most keys never hold such a text: theirs are not looked for.
  const keys = new Set<string>()
  return {
    add(key, text) {
      if (keys.size >= keysMax) keys.clear()
      keys.add(key)
      keyOf.add(text, key)
    },
    has: (key, text) => keys.has(key) && keyOf.find(text) === key,
  }
}
