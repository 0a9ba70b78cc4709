import { replaceCards } from './find-cards.ts'
import { replaceEmails } from './find-emails.ts'
import { replaceSecretPairs } from './find-pairs.ts'
import { replaceTokens } from './find-tokens.ts'
import type { KeySecrecy } from './secret-keys.ts'

/** What stands for a value, or a part of one, that must not leave the process. */
export const redacted = '[redacted]'

const hint =
  /[@=]|":|" :|sk[-_]|[rp]k_|hz_|hf_|gsk_|gh[pousr]_|github_pat_|glpat-|npm_|pypi-|xox|AIza|ya29\.|AKIA|ASIA|eyJ|-----B|earer|EARER|asic |ASIC |\d[ -]?\d[ -]?\d[ -]?\d[ -]?\d[ -]?\d[ -]?\d/
const shortCharactersMax = 200

/**
 * Returns a function that replaces secrets inside a text: keys and tokens by their look, values of secret keys, e-mail addresses, card numbers, then the
 * matches of `patterns`. Its time grows with the length of the text alone, whatever the text is. Redacted text stays as it is.
 */
export function createTextRedaction(
  secrecyOf: (key: string) => KeySecrecy,
  patterns: readonly RegExp[],
): (text: string) => string {
  const own = patterns.map((pattern) => new RegExp(pattern.source, `${pattern.flags.replace(/[gy]/g, '')}g`))

  const replacePairs = (text: string) => replaceSecretPairs(text, secrecyOf, redacted)

  function builtIn(text: string): string {
    // One pattern is the cheaper test for a short text, several searches for fixed texts for a long one.
    if (text.length <= shortCharactersMax && !hint.test(text)) return text
    const paired = replacePairs(replaceTokens(text, redacted))
    const mailed = paired.includes('@') ? replaceEmails(paired, '[redacted e-mail]') : paired
    const carded = replaceCards(mailed, '[redacted card]')
    // What was too long to be a key may have become one.
    return carded === paired ? paired : replacePairs(carded)
  }

  return (text) => {
    const found = builtIn(text)
    let result = found
    for (const pattern of own) result = result.replace(pattern, (match) => (match === '' ? '' : redacted))
    return result === found ? found : replacePairs(result)
  }
}
