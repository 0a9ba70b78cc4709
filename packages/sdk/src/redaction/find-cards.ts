/** Digits in groups that blanks or hyphens part, at least thirteen. */
const digitRun = /\d(?:[ -]?\d){12,}/g
// Cheaper to look for than a whole run, and seldom there.
const someDigits = /\d[ -]?\d[ -]?\d[ -]?\d[ -]?\d[ -]?\d/
const digitsMin = 13
const digitsMax = 19
/** Cards are printed in groups of three digits and more. */
const groupMin = 3

/** Replaces payment card numbers: a known issuer's prefix and length, and the check digit right (ISO/IEC 7812-1). */
export function replaceCards(text: string, replacement: string): string {
  if (!someDigits.test(text)) return text
  return text.replace(digitRun, (run, at: number) => {
    const before = text.charAt(at - 1)
    const after = text.slice(at + run.length, at + run.length + 2)
    // Part of a word or of a decimal fraction: an id, a hash, a measured value.
    if (/[\w.]/.test(before) || /^(?:\w|\.\d)/.test(after)) return run
    return withoutCards(run, replacement)
  })
}

function withoutCards(run: string, replacement: string): string {
  const groups = run.split(/([ -])/)
  let result = ''
  for (let from = 0; from < groups.length; ) {
    const count = from % 2 === 0 ? cardLength(groups, from) : 0
    result += count > 0 ? replacement : groups[from]
    from += Math.max(count, 1)
  }
  return result
}

/** How many items from `from` on, groups and separators, are one card number; 0 when none. */
function cardLength(groups: readonly string[], from: number): number {
  let digits = ''
  for (let to = from; to < groups.length && digits.length <= digitsMax; to += 2) {
    const group = groups[to] ?? ''
    if (group.length < groupMin) return 0
    digits += group
    if (digits.length >= digitsMin && digits.length <= digitsMax && isCard(digits)) return to - from + 1
  }
  return 0
}

const issuers: readonly [prefix: RegExp, lengths: readonly number[]][] = [
  [/^4/, [13, 16, 19]],
  [/^(?:5[1-5]|2[2-7])/, [16]],
  [/^3[47]/, [15]],
  [/^3(?:0[0-5]|[689])/, [14]],
  [/^35/, [16]],
  [/^6/, [16, 17, 18, 19]],
]

function isCard(digits: string): boolean {
  return (
    issuers.some(([prefix, lengths]) => lengths.includes(digits.length) && prefix.test(digits)) && hasCheckDigit(digits)
  )
}

function hasCheckDigit(digits: string): boolean {
  let sum = 0
  for (let index = 0; index < digits.length; index++) {
    const digit = digits.charCodeAt(digits.length - 1 - index) - 48
    const doubled = index % 2 === 1 ? digit * 2 : digit
    sum += doubled > 9 ? doubled - 9 : doubled
  }
  return sum % 10 === 0
}
