const textsMax = 512
const charactersMax = 1024 * 1024

/** The last texts that were allowed under a key, so that a value redacted when it was captured is not redacted again when its span ends. */
export interface SettledTexts {
  add(key: string, text: string): void
  has(key: string, text: string): boolean
}

export function createSettledTexts(): SettledTexts {
  const keys = new Map<string, string>()
  let characters = 0
  return {
    add(key, text) {
      if (text.length > charactersMax || keys.get(text) === key) return
      if (!keys.has(text)) characters += text.length
      keys.set(text, key)
      for (const oldest of keys.keys()) {
        if (keys.size <= textsMax && characters <= charactersMax) break
        keys.delete(oldest)
        characters -= oldest.length
      }
    },
    has: (key, text) => keys.size > 0 && keys.get(text) === key,
  }
}
