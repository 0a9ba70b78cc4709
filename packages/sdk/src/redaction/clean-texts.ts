import { cutText } from './cut-text.ts'
import { createRecentTexts } from './recent-texts.ts'

/** Characters beyond a cut that are still searched, so that a secret across it is found. */
const beyondCut = 512

/** Short texts repeat (names, models, kinds): what became of them is looked up. */
const shortCharactersMax = 128
const shortTextsMax = 2000
/** Texts up to here are quoted faster than remembered quoted. */
const quotedCharactersMin = 2048
/** Long ones repeat within a run: each step tells the history again. */
const longTexts = { texts: 32, characters: 256 * 1024 }

/** Texts without secrets and cut, also as JSON has them. What became of the last ones is remembered. */
export interface CleanTexts {
  /** @param max characters; default those of all values. */
  clean(text: string, max?: number): string
  /** Whether a text is short, and stays as it is. */
  isClean(text: string): boolean
  /** A text as it is, in JSON. */
  quote(text: string): string
  /** A text cleaned, in JSON. */
  quoteClean(text: string): string
  /** Whether a text is so long that quoting it again is to be spared. */
  isLong(length: number): boolean
}

interface Short {
  clean: string
  quoted: string | undefined
}

/** @param textMax characters that are kept of a text. */
export function createCleanTexts(withoutSecrets: (text: string) => string, textMax: number): CleanTexts {
  const shortTexts = new Map<string, Short>()
  const cleanTexts = createRecentTexts<string>(longTexts)
  const quotedTexts = createRecentTexts<string>(longTexts)

  function cleanAnew(text: string, max: number): string {
    if (text.length <= max + beyondCut) return cutText(withoutSecrets(text), max)
    const clean = withoutSecrets(text.slice(0, max + beyondCut))
    return cutText(clean, max, clean.length + text.length - max - beyondCut)
  }
  function shortOf(text: string): Short {
    let known = shortTexts.get(text)
    if (known === undefined) {
      known = { clean: cleanAnew(text, textMax), quoted: undefined }
      if (shortTexts.size >= shortTextsMax) shortTexts.clear()
      shortTexts.set(text, known)
    }
    return known
  }
  function longOf(text: string): string {
    let known = cleanTexts.find(text)
    if (known === undefined) {
      known = cleanAnew(text, textMax)
      cleanTexts.add(text, known)
    }
    return known
  }
  function quote(text: string): string {
    if (text.length <= quotedCharactersMin) return JSON.stringify(text)
    let quoted = quotedTexts.find(text)
    if (quoted === undefined) {
      quoted = JSON.stringify(text)
      quotedTexts.add(text, quoted)
    }
    return quoted
  }

  return {
    clean(text, max = textMax) {
      if (max !== textMax) return cleanAnew(text, max)
      return text.length <= shortCharactersMax ? shortOf(text).clean : longOf(text)
    },
    isClean: (text) => text.length <= shortCharactersMax && shortOf(text).clean === text,
    quote,
    quoteClean(text) {
      if (text.length > shortCharactersMax) return quote(longOf(text))
      const short = shortOf(text)
      short.quoted ??= JSON.stringify(short.clean)
      return short.quoted
    },
    isLong: (length) => length > quotedCharactersMin,
  }
}
