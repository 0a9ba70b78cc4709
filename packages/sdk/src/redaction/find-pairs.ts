import type { KeySecrecy } from './secret-keys.ts'

const jsonPair = /(\\{0,7}")([\w.:-]{2,64})\1\s{0,4}:\s{0,4}(\\{0,7}")/g
const assignment = /(^|[?&;,\s"'(])([\w.-]{2,64})=([^&;,\s"'<>]+)/g
const urlSecrets = new Set(['sig', 'signature', 'x-amz-signature', 'x-goog-signature', 'sas'])
const numeric = /^-?\d+(?:\.\d+)?$/

/** Replaces the values of secret keys inside text: `"password": "…"` in JSON of any nesting, `token=…` in URLs, forms and settings. */
export function replaceSecretPairs(text: string, secrecyOf: (key: string) => KeySecrecy, replacement: string): string {
  let result = text.includes('":') || text.includes('" :') ? replaceInJson(text, secrecyOf, replacement) : text
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
  jsonPair.lastIndex = 0
  for (let pair = jsonPair.exec(text); pair; pair = jsonPair.exec(text)) {
    const [, quote, key, opening] = pair
    if (!quote || !key || quote !== opening || secrecyOf(key) === 'open') continue
    const end = closingQuote(text, jsonPair.lastIndex, quote)
    result += text.slice(done, jsonPair.lastIndex) + replacement
    done = end
    jsonPair.lastIndex = end
  }
  return done === 0 ? text : result + text.slice(done)
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
