/**
 * How keys of well-known services begin, behind a character of theirs that text seldom has. Looked for first: the search for a rare character, then for a
 * fixed text, is far cheaper than that for a pattern.
 */
const tokenStarts: readonly [rare: string, starts: readonly string[]][] = [
  ['-', ['sk-', 'glpat-', 'pypi-']],
  ['_', ['sk_', 'rk_', 'pk_', 'hz_', 'hf_', 'gh', 'npm_']],
  ['J', ['eyJ']],
  ['I', ['AIza', 'AKIA', 'ASIA']],
  ['9.', ['ya29.']],
  ['xox', ['xox']],
]
// A start is only tried where no word goes on before it, so that a long run of word characters is read once.
const token = new RegExp(
  `(?<![\\w-])(?:${[
    'sk-[\\w-]{16,}',
    '(?:sk|rk|pk)_(?:live|test)_\\w{10,}',
    '(?:hz|hf|gsk)_[\\w-]{20,}',
    'gh[pousr]_\\w{20,}',
    'github_pat_\\w{20,}',
    'glpat-[\\w-]{16,}',
    'npm_\\w{30,}',
    'pypi-[\\w-]{30,}',
    'xox[abeoprs]-[\\w-]{10,}',
    'AIza[\\w-]{30,}',
    'ya29\\.[\\w-]{20,}',
    '(?:AKIA|ASIA)[A-Z0-9]{16}(?![A-Z0-9])',
    'eyJ[\\w-]{8,}\\.[\\w-]{8,}(?:\\.[\\w-]*)?',
  ].join('|')})`,
  'g',
)
const schemes = ['Bearer', 'bearer', 'BEARER', 'Basic ', 'basic ', 'BASIC ']
const credentials = /(?<![\w-])((?:bearer|basic)\s{1,8})([\w.~+/-]{12,}={0,2})/iy
const urlUser = /:\/\/[^\s/?#@"']{1,256}@/g

/** Replaces keys and tokens by their look: those of well-known services, JSON web tokens, AWS keys, `Bearer …`, private keys, users in URLs. */
export function replaceTokens(text: string, replacement: string): string {
  let result = text
  if (tokenStarts.some(([rare, starts]) => result.includes(rare) && starts.some((start) => result.includes(start))))
    result = result.replace(token, replacement)
  for (const scheme of schemes) result = replaceCredentials(result, scheme, replacement)
  if (result.includes('-----BEGIN ')) result = replacePrivateKeys(result, replacement)
  if (result.includes('://') && result.includes('@')) result = result.replace(urlUser, `://${replacement}@`)
  return result
}

function replaceCredentials(text: string, scheme: string, replacement: string): string {
  let result = ''
  let done = 0
  for (let at = text.indexOf(scheme); at >= 0; at = text.indexOf(scheme, at + 1)) {
    credentials.lastIndex = at
    const [, start, value] = at >= done ? (credentials.exec(text) ?? []) : []
    // A word of small letters alone is prose ("basic understanding"), not a token.
    if (!start || !value || !/[A-Z\d=]/.test(value)) continue
    result += text.slice(done, at) + start + replacement
    done = at + start.length + value.length
  }
  return done === 0 ? text : result + text.slice(done)
}

const keyStart = /-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----/g
const keyEnd = /-----END [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----/g

/** A key whose end is missing reaches to the end of the text. */
function replacePrivateKeys(text: string, replacement: string): string {
  let result = ''
  let done = 0
  keyStart.lastIndex = 0
  for (let start = keyStart.exec(text); start; start = keyStart.exec(text)) {
    keyEnd.lastIndex = keyStart.lastIndex
    const end = keyEnd.exec(text)
    result += text.slice(done, start.index) + replacement
    done = end ? keyEnd.lastIndex : text.length
    keyStart.lastIndex = done
  }
  return result + text.slice(done)
}
