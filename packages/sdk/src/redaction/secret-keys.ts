/** `text`: only texts are secret, numbers under the key are counts. */
export type KeySecrecy = 'open' | 'text' | 'any'

/** Names of secrets, as the words that they consist of. */
const secretNames = [
  ...['authorization', 'bearer', 'credential', 'credentials', 'secret', 'secrets', 'csrf', 'xsrf'],
  ...['password', 'passwd', 'pwd', 'passphrase', 'passcode', 'cvv', 'cvc', 'card number', 'cardnumber'],
  ...['cookie', 'cookies', 'connect sid', 'phpsessid', 'jsessionid'],
  ...[
    'api key',
    'apikey',
    'api keys',
    'apikeys',
    'private key',
    'privatekey',
    'access key',
    'accesskey',
    'signing key',
    'encryption key',
  ],
]
const tokenNames = ['token', 'accesstoken', 'refreshtoken', 'authtoken', 'sessiontoken', 'idtoken']

/** What stands before or after `token` where it is the unit of models, not a secret. */
const beforeUnit = new Set([
  'max',
  'min',
  'per',
  'total',
  'input',
  'output',
  'prompt',
  'completion',
  'first',
  'reasoning',
  'cached',
])
const afterUnit = new Set([
  'type',
  'types',
  'count',
  'counts',
  'counter',
  'usage',
  'limit',
  'limits',
  'budget',
  'price',
  'cost',
  'rate',
  'length',
  'index',
  'ids',
])

const keysMax = 2000
const keyCharactersMax = 256

/**
 * Tells which keys hold secrets. A name matches as whole words of the key, in any case and joined in any way: `api_key` matches `x-api-key`, `apiKey` and
 * `user.API_KEY`, and not `keyboard`. `token` as the unit of models (`gen_ai.token.type`, `max_token`) is no secret.
 * @param extra as `RedactionOptions.keys`.
 */
export function createSecretKeys(extra: readonly (string | RegExp)[]): (key: string) => KeySecrecy {
  const names = new Set([...secretNames, ...extra.filter((name) => typeof name === 'string').map(phraseOf)])
  const longestName = Math.max(...[...names].map((name) => name.split(' ').length))
  const patterns = extra.filter((name) => name instanceof RegExp)
  const firstWords = [...names, ...tokenNames].map((name) => name.split(' ')[0] ?? '').filter((word) => word !== '')
  // Most keys hold no such word: this test is far cheaper than taking them apart.
  const hint = new RegExp(firstWords.join('|'), 'i')
  const seen = new Map<string, KeySecrecy>()

  function judge(key: string): KeySecrecy {
    if (patterns.some((pattern) => key.search(pattern) >= 0)) return 'any'
    if (!hint.test(key)) return 'open'
    const words = wordsOf(key)
    for (let from = 0; from < words.length; from++) {
      for (let count = 1; count <= longestName && from + count <= words.length; count++) {
        if (names.has(words.slice(from, from + count).join(' '))) return 'any'
      }
    }
    return words.some((word, index) => tokenNames.includes(word) && !isUnit(words, index)) ? 'text' : 'open'
  }

  return (key) => {
    const known = seen.get(key)
    if (known !== undefined) return known
    const secrecy = judge(key.length > keyCharactersMax ? key.slice(0, keyCharactersMax) : key)
    if (seen.size >= keysMax) seen.clear()
    seen.set(key, secrecy)
    return secrecy
  }
}

function isUnit(words: readonly string[], index: number): boolean {
  return beforeUnit.has(words[index - 1] ?? '') || afterUnit.has(words[index + 1] ?? '')
}

function phraseOf(name: string): string {
  return wordsOf(name).join(' ')
}

function wordsOf(key: string): string[] {
  const spaced = key.replace(/([a-z0-9])([A-Z])/g, '$1 $2').replace(/([A-Z])([A-Z][a-z])/g, '$1 $2')
  return spaced
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '')
}
