/** Where something stands in an expression, as offsets into its text; equal where something is missing. */
export interface FormulaPlace {
  from: number
  to: number
}

export type FormulaNode =
  | { type: 'number'; value: number }
  | { type: 'name'; name: string; place: FormulaPlace }
  | { type: 'negated'; of: FormulaNode }
  | { type: 'joined'; operator: '+' | '-' | '*' | '/'; left: FormulaNode; right: FormulaNode }
  | { type: 'called'; call: FormulaFunction; of: FormulaNode[] }

/** What can be called, with how many values it takes. */
export const formulaFunctions = {
  abs: [1, 1],
  min: [2, 20],
  max: [2, 20],
  clamp: [3, 3],
  default_zero: [1, 1],
  ln: [1, 1],
  log10: [1, 1],
} as const
export type FormulaFunction = keyof typeof formulaFunctions

/** An expression that cannot be read: what is wrong, where, and how to mend it. */
export class FormulaError extends Error {
  readonly hint: string
  readonly place: FormulaPlace

  constructor(message: string, hint: string, place: FormulaPlace) {
    super(message)
    this.name = 'FormulaError'
    this.hint = hint
    this.place = place
  }
}

interface Token extends FormulaPlace {
  kind: 'number' | 'name' | 'sign' | 'end'
  text: string
}

const token = /\s*(?:(?<number>(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?)|(?<name>[A-Za-z][A-Za-z0-9_]*)|(?<sign>[-+*/(),]))/iy

function tokensOf(text: string): Token[] {
  const tokens: Token[] = []
  const end = text.trimEnd().length
  token.lastIndex = 0
  while (token.lastIndex < end) {
    const from = token.lastIndex
    const groups = token.exec(text)?.groups
    if (!groups) {
      const at = from + (text.slice(from).length - text.slice(from).trimStart().length)
      throw new FormulaError(
        `${text[at]} means nothing here`,
        'write names of queries, numbers, + - * / and parentheses',
        { from: at, to: at + 1 },
      )
    }
    const kind = groups.number ? 'number' : groups.name ? 'name' : 'sign'
    const found = groups[kind] ?? ''
    tokens.push({ kind, text: found, from: token.lastIndex - found.length, to: token.lastIndex })
  }
  return [...tokens, { kind: 'end', text: '', from: end, to: end }]
}

/** How far the tokens are read. */
interface Cursor {
  tokens: readonly Token[]
  at: number
}

/**
 * Reads an expression: `*` and `/` bind stronger than `+` and `-`, a minus before a value strongest.
 * @throws {FormulaError}
 */
export function parseFormula(text: string): FormulaNode {
  const cursor = { tokens: tokensOf(text), at: 0 }
  const node = readSum(cursor)
  const { kind, text: found, ...place } = nextOf(cursor)
  if (kind === 'end') return node
  const hint = found === ')' ? 'remove it, or open it with ( before' : 'write + - * or / between two values'
  throw new FormulaError(`${found} is not expected here`, hint, place)
}

function nextOf({ tokens, at }: Cursor): Token {
  return tokens[at] ?? { kind: 'end', text: '', from: 0, to: 0 }
}

function take(cursor: Cursor, ...signs: string[]): Token | undefined {
  const next = nextOf(cursor)
  if (next.kind !== 'sign' || !signs.includes(next.text)) return undefined
  cursor.at += 1
  return next
}

function readSum(cursor: Cursor): FormulaNode {
  let left = readProduct(cursor)
  for (let sign = take(cursor, '+', '-'); sign; sign = take(cursor, '+', '-')) {
    left = { type: 'joined', operator: sign.text as '+' | '-', left, right: readProduct(cursor) }
  }
  return left
}

function readProduct(cursor: Cursor): FormulaNode {
  let left = readValue(cursor)
  for (let sign = take(cursor, '*', '/'); sign; sign = take(cursor, '*', '/')) {
    left = { type: 'joined', operator: sign.text as '*' | '/', left, right: readValue(cursor) }
  }
  return left
}

function readValue(cursor: Cursor): FormulaNode {
  if (take(cursor, '-')) return { type: 'negated', of: readValue(cursor) }
  const open = take(cursor, '(')
  if (open) {
    const inner = readSum(cursor)
    close(cursor, open)
    return inner
  }
  const { kind, text, ...place } = nextOf(cursor)
  if (kind !== 'number' && kind !== 'name') {
    throw new FormulaError('a value is missing', 'write the name of a query or a number', place)
  }
  cursor.at += 1
  if (kind === 'number') return { type: 'number', value: Number(text) }
  const call = take(cursor, '(')
  return call ? readCall(cursor, { name: text, place, open: call }) : { type: 'name', name: text, place }
}

function readCall(cursor: Cursor, call: { name: string; place: FormulaPlace; open: Token }): FormulaNode {
  const { name, place, open } = call
  if (!Object.hasOwn(formulaFunctions, name)) {
    const known = Object.keys(formulaFunctions).join(', ')
    throw new FormulaError(`there is no function ${name}`, `the functions are ${known}`, place)
  }
  const of = [readSum(cursor)]
  while (take(cursor, ',')) of.push(readSum(cursor))
  const end = close(cursor, open)
  const [least, most] = formulaFunctions[name as FormulaFunction]
  if (of.length >= least && of.length <= most) return { type: 'called', call: name as FormulaFunction, of }
  const values = least === most ? String(least) : `${least} to ${most}`
  throw new FormulaError(`${name} takes ${values} value${most === 1 ? '' : 's'}, not ${of.length}`, usage(name), {
    from: place.from,
    to: end.to,
  })
}

function close(cursor: Cursor, open: Token): Token {
  const found = take(cursor, ')')
  if (found) return found
  const { kind, text, ...place } = nextOf(cursor)
  if (kind === 'end') {
    throw new FormulaError('a ) is missing', 'close what is opened here', { from: open.from, to: open.to })
  }
  throw new FormulaError(`${text} is not expected here`, 'write + - * or / between two values, or )', place)
}

function usage(name: string): string {
  if (name === 'clamp') return 'write clamp(A, least, most)'
  return name === 'min' || name === 'max' ? `write ${name}(A, B)` : `write ${name}(A)`
}
