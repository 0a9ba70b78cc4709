import type { KeySecrecy } from './secret-keys.ts'

const keyCharactersMax = 64
const backslashesMax = 7
const assignment = /(^|[?&;,\s"'(])([\w.-]{2,64})=([^&;,\s"'<>]+)/g
const urlSecrets = new Set(['sig', 'signature', 'x-amz-signature', 'x-goog-signature', 'sas'])
const numeric = /^-?\d+(?:\.\d+)?$/

/** Replaces the values of secret keys inside text: `"password": "…"` in JSON of any nesting, `token=…` in URLs, forms and settings. */
export function replaceSecretPairs(text: string, secrecyOf: (key: string) => KeySecrecy, replacement: string): string {
  let result = replaceInJson(text, secrecyOf, replacement)
  if (result.includes('=')) {
    result = result.replace(assignment, (whole, before: string, key: string, value: string) => {
      const secrecy = urlSecrets.has(key.toLowerCase()) ? 'any' : secrecyOf(key)
      const isSecret = secrecy === 'any' || (secrecy === 'text' && !numeric.test(value))
      return isSecret ? `${before}${key}=${replacement}` : whole
    })
  }
  return result
}

function replaceInJson(text: string, secrecyOf: (key: string) => KeySecrecy, replacement: string): string {
  let result = ''
  let done = 0
  for (let at = text.indexOf('":'); at >= 0; at = text.indexOf('":', at + 1)) {
    const keyEnd = at - backslashesBefore(text, at, done)
    const keyStart = text.lastIndexOf('"', keyEnd - 1) + 1
    if (keyStart <= done || keyEnd - keyStart > keyCharactersMax || secrecyOf(text.slice(keyStart, keyEnd)) === 'open')
      continue
    const quote = text.slice(keyEnd, at + 1)
    const valueStart = afterBlanks(text, at + 2)
    if (!text.startsWith(quote, valueStart)) continue
    const end = closingQuote(text, valueStart + quote.length, quote)
    result += text.slice(done, valueStart + quote.length) + replacement
    done = end
    at = end
  }
  return done === 0 ? text : result + text.slice(done)
}

function backslashesBefore(text: string, at: number, from: number): number {
  let count = 0
  while (count < backslashesMax && at - count > from && text[at - count - 1] === '\\') count++
  return count
}

function afterBlanks(text: string, from: number): number {
  let at = from
  while (at < from + 4 && (text[at] === ' ' || text[at] === '\n' || text[at] === '\t')) at++
  return at
}

/** Where a JSON text ends that began with this quote: at the next one behind as many backslashes, or at the end of the text. */
function closingQuote(text: string, from: number, quote: string): number {
  for (let at = text.indexOf('"', from); at >= 0; at = text.indexOf('"', at + 1)) {
    let backslashes = 0
    while (at - backslashes > from && text[at - backslashes - 1] === '\\') backslashes++
    // Each level of nesting doubles the backslashes before a quote that is part of the text, so fewer or equally many end it.
    if (backslashes <= quote.length - 1) return at - backslashes
  }
  return text.length
}
