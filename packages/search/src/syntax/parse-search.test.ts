import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { resolveSearch } from '../meaning/resolve-search.ts'
import { SearchError } from '../search-error.ts'
import { parseSearch, searchCharactersMax, searchTermsMax } from './parse-search.ts'
import { printSearch } from './print-search.ts'
import { comparisons, relations, type SearchNode } from './search-node.ts'

const seed = 20_261_123
const at = { from: 0, to: 0 }

// The characters that mean something somewhere, and some that do not.
const text = fc
  .array(fc.constantFrom(...'ab1 \t\n\u00a0\u2003()[]":,\\*<>=-_./é日😀', 'OR', 'AND', 'NOT', 'TO', 'parent'), {
    maxLength: 6,
  })
  .map((parts) => parts.join(''))
const value = fc.oneof(
  text.map((part) => ({ parts: [part], ...at })),
  fc
    .tuple(
      text,
      fc.array(
        text.filter((part) => part !== ''),
        { maxLength: 2 },
      ),
      text,
    )
    .map(([first, between, last]) => ({ parts: [first, ...between, last], ...at })),
)
const key = fc.oneof(
  text.filter((path) => path !== '').map((path) => ({ path, ...at })),
  fc.tuple(fc.constantFrom('', 'attributes.', 'resource.'), text).map(([path, quoted]) => ({ path, quoted, ...at })),
)
const { node } = fc.letrec<{ node: SearchNode }>((tie) => ({
  node: fc.oneof(
    { maxDepth: 4, depthSize: 'small' },
    value.map((found): SearchNode => ({ type: 'text', value: found, ...at })),
    fc
      .tuple(key, fc.array(value, { minLength: 1, maxLength: 3 }))
      .map(([asked, values]): SearchNode => ({ type: 'field', key: asked, match: { type: 'values', values }, ...at })),
    fc.tuple(key, fc.constantFrom(...comparisons), value).map(
      ([asked, comparison, bound]): SearchNode => ({
        ...{ type: 'field', key: asked, match: { type: 'compared', comparison, value: bound } },
        ...at,
      }),
    ),
    fc.tuple(key, value, value).map(
      ([asked, least, most]): SearchNode => ({
        type: 'field',
        key: asked,
        match: { type: 'range', least, most },
        ...at,
      }),
    ),
    tie('node').map((operand): SearchNode => ({ type: 'not', operand, ...at })),
    fc
      .tuple(fc.constantFrom(...relations), tie('node'))
      .map(([relation, operand]): SearchNode => ({ type: 'relation', relation, operand, ...at })),
    fc
      .tuple(fc.constantFrom('and' as const, 'or' as const), fc.array(tie('node'), { minLength: 2, maxLength: 3 }))
      .map(([type, operands]): SearchNode => ({ type, operands, ...at })),
  ),
}))

const withoutPlaces = (search: unknown): unknown =>
  JSON.parse(JSON.stringify(search ?? null, (name, found) => (name === 'from' || name === 'to' ? undefined : found)))

describe('a search', () => {
  it('that is printed is read as it was', () => {
    fc.assert(
      fc.property(node, (search) => {
        expect(withoutPlaces(parseSearch(printSearch(search)))).toEqual(withoutPlaces(search))
      }),
      { numRuns: 3000, seed },
    )
  })

  it('is in its normal form once printed', () => {
    fc.assert(
      fc.property(node, (search) => {
        const printed = printSearch(search)
        expect(printSearch(parseSearch(printed))).toBe(printed)
      }),
      { numRuns: 2000, seed },
    )
  })

  it.each([
    ['a  AND b', 'a b'],
    ['NOT a', '-a'],
    ['a (b OR c)', 'a (b OR c)'],
    ['k:(a, b "c d")', 'k:(a OR b OR "c d")'],
    ['"c:\\temp" a\\ b', '"c:\\\\temp" "a b"'],
    ['http.route:/users/:id', 'http.route:/users/:id'],
    ['k:"*"', 'k:"*"'],
    ['k:**a**', 'k:*a*'],
    ['', ''],
    [' \n ', ''],
  ])('%j has the normal form %j', (written, normal) => {
    expect(printSearch(parseSearch(written))).toBe(normal)
  })

  it('binds NOT closest, then what stands side by side, then OR', () => {
    expect(parseSearch('-a b OR c d')).toMatchObject({
      type: 'or',
      operands: [{ type: 'and', operands: [{ type: 'not' }, { type: 'text' }] }, { type: 'and' }],
    })
  })
})

function problemOf(search: string): SearchError {
  try {
    resolveSearch(parseSearch(search), 'spans')
  } catch (error) {
    if (error instanceof SearchError) return error
    throw error
  }
  throw new Error(`${search} is understood`)
}

describe('what is wrong', () => {
  it.each([
    ['service:', 'service:', 'a value is missing'],
    ['service: checkout', 'service:', 'a value is missing'],
    ['a "b c', '"b c', 'this quote is not closed'],
    ['a (b OR c', '(', 'this ( is not closed'],
    ['k:(a b', '(', 'this ( is not closed'],
    ['a b)', ')', 'no ( is open'],
    ['k:)', ')', 'something is missing before this )'],
    ['OR a', 'OR', 'OR stands between two terms'],
    ['a OR', '', 'OR stands between two terms'],
    ['(a OR) b', '', 'OR stands between two terms'],
    ['a AND', '', 'AND stands between two terms'],
    ['a -', '-', 'excludes nothing'],
    [':a', ':', 'a key is missing'],
    ['a\\', '\\', 'nothing follows the backslash'],
    ['duration:>', '>', 'a value is missing after >'],
    ['duration:[1s 2s]', '[1s', 'this range is not complete'],
    ['parent:x', 'parent:x', 'takes terms in parentheses'],
    ['k:()', '()', 'this list is empty'],
    ['a ()', '()', 'nothing stands in these parentheses'],
    ['k:(a AND b)', 'AND', 'AND stands in a list'],
    ['https://example.com/x', 'https://example.com/x', 'is read as a key'],
    ['duration:>500', '500', 'needs a unit'],
    ['duration:fast', 'fast', 'no such value'],
    ['status:bad', 'bad', 'no such value'],
    ['kind:>server', 'kind:>server', 'has no order'],
    ['cost:>cheap', 'cheap', 'no such value'],
    ['tokens:1*', '1*', 'no such value'],
    ['root:yes', 'yes', 'root is true or false'],
    ['trace_id:12', '12', 'this is no id'],
    ['attributes.:x', 'attributes.', 'the name of an attribute is missing'],
    ['http.route:>x', 'x', 'is compared with a number'],
  ])('with %j is shown where it is: %j', (search, where, message) => {
    const problem = problemOf(search)
    expect(search.slice(problem.from, problem.to)).toBe(where)
    expect(problem.message).toContain(message)
    expect(problem.hint).not.toBe('')
  })

  it('is said of too much: characters, terms, levels', () => {
    expect(problemOf('a'.repeat(searchCharactersMax + 1)).message).toContain('too long')
    expect(problemOf('a '.repeat(searchTermsMax + 1)).message).toContain('too many terms')
    expect(problemOf(`${'('.repeat(100)}a${')'.repeat(100)}`).message).toContain('too deep')
    expect(problemOf(`${'-'.repeat(500)}a`).message).toContain('too deep')
  })

  it('is all that any text can bring about', () => {
    const garbage = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 60 }),
      fc
        .array(
          fc.oneof(
            text,
            fc.constantFrom('service:', 'duration:>', 'parent:(', 'trace:(', '[', ' TO ', ']', '(', ')', '"', '-'),
          ),
          { maxLength: 12 },
        )
        .map((parts) => parts.join('')),
    )
    fc.assert(
      fc.property(garbage, fc.constantFrom('spans' as const, 'logs' as const), (search, signal) => {
        try {
          resolveSearch(parseSearch(search), signal)
        } catch (error) {
          if (!(error instanceof SearchError)) throw error
          expect(error.from).toBeGreaterThanOrEqual(0)
          expect(error.to).toBeGreaterThanOrEqual(error.from)
          expect(error.to).toBeLessThanOrEqual(search.length)
        }
      }),
      { numRuns: 5_000, seed },
    )
  })
})
