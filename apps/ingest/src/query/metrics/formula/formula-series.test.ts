import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { LabelledSeries } from '../series-table.ts'
import { formulaSeries } from './formula-series.ts'
import { parseFormula } from './parse-formula.ts'
import { parseFormulas } from './parse-formulas.ts'

const query = (id: string, groupBy: string[]) => ({
  ...{ id, name: id, query: '', groupBy, hidden: false },
  series: { limit: 20, by: 'mean', order: 'top' } as const,
})
const queries = [query('A', ['route']), query('B', ['route']), query('C', []), query('Z', []), query('G', ['code'])]

function parse(expression: string) {
  const series = { limit: 20, by: 'mean', order: 'top' } as const
  const [formula] = parseFormulas({ queries, formulas: [{ id: 'F', expression, series }] })
  if (!formula) throw new TypeError('no formula')
  return formula
}

const of = (route: string, values: (number | null)[]): LabelledSeries => ({ labels: { route }, values })
const tables: Record<string, LabelledSeries[]> = {
  A: [of('/a', [30, 10]), of('/b', [20, null])],
  B: [of('/a', [40, 20]), of('/c', [5, 5])],
  C: [{ labels: {}, values: [3, 3] }],
  Z: [{ labels: {}, values: [0, 0] }],
  G: [],
}

const computed = (expression: string) =>
  formulaSeries(parse(expression), (name) => tables[name] ?? []).map(({ labels, values }) => [labels.route, values])

describe('a formula', () => {
  it.each([
    ['A / B * 100', [['/a', [75, 50]]]],
    [
      'A + default_zero(B)',
      [
        ['/a', [70, 30]],
        ['/b', [20, null]],
      ],
    ],
    [
      'default_zero(A) - default_zero(B)',
      [
        ['/a', [-10, -10]],
        ['/b', [20, 0]],
        ['/c', [-5, -5]],
      ],
    ],
    [
      '(A + 1) * C',
      [
        ['/a', [93, 33]],
        ['/b', [63, null]],
      ],
    ],
    [
      '-A + C',
      [
        ['/a', [-27, -7]],
        ['/b', [-17, null]],
      ],
    ],
    [
      'max(A, C, 25) - min(A, 20)',
      [
        ['/a', [10, 15]],
        ['/b', [5, null]],
      ],
    ],
    [
      'clamp(A, 0, 12.5)',
      [
        ['/a', [12.5, 10]],
        ['/b', [12.5, null]],
      ],
    ],
    ['log10(C + 97) + ln(1) + abs(-2)', [[undefined, [4, 4]]]],
    ['2 * 3 + 4 / 2 - C', [[undefined, [5, 5]]]],
    ['A / Z', []],
    ['ln(Z)', []],
    ['G + 1', []],
  ])('%s joins series by their labels', (expression, expected) => {
    expect(computed(expression)).toEqual(expected)
  })

  it.each([
    ['A / ', 'a value is missing', 3, 3],
    ['A + D', 'there is no query D', 4, 5],
    ['sum(A)', 'there is no function sum', 0, 3],
    ['toString(A)', 'there is no function toString', 0, 8],
    ['(A + B', 'a ) is missing', 0, 1],
    ['A + B)', ') is not expected here', 5, 6],
    ['A B', 'B is not expected here', 2, 3],
    ['A $ B', '$ means nothing here', 2, 3],
    ['clamp(A, 1)', 'clamp takes 3 values, not 2', 0, 11],
    ['1 + 2', 'it names no query', 0, 5],
    ['A + G', 'G is grouped by code, A by route', 4, 5],
  ])('%s is refused with its place and how to mend it', (expression, message, from, to) => {
    try {
      parse(expression)
      expect.unreachable()
    } catch (error) {
      const errors = [{ path: 'formulas.0.expression', message, from, to, hint: expect.stringMatching(/^[a-z]/) }]
      expect(error).toMatchObject({ code: 'INVALID_FORMULA', statusCode: 400, details: { errors } })
    }
  })

  it('has the value that JavaScript has for the same text', () => {
    const leaf = fc.oneof(fc.constantFrom('a', 'b'), fc.integer({ min: 0, max: 9 }).map(String), fc.constant('2.5e-1'))
    const { sum } = fc.letrec<{ sum: string; value: string }>((tie) => ({
      sum: fc
        .array(fc.tuple(tie('value'), fc.constantFrom('+', '-', ' * ', '/')), { minLength: 1, maxLength: 4 })
        .map((parts) => parts.map(([value, sign], index) => (index === 0 ? value : `${sign}${value}`)).join('')),
      value: fc.oneof(
        { maxDepth: 4, depthIdentifier: 'value' },
        leaf,
        tie('sum').map((inner) => `(${inner})`),
        tie('value').map((inner) => `- ${inner}`),
      ),
    }))
    fc.assert(
      fc.property(sum, (text) => {
        const formula = { node: parseFormula(text), uses: new Set(['a', 'b']), groupBy: [], formula: {} as never }
        const values: Record<string, number> = { a: 7, b: 0.5 }
        const found = formulaSeries(formula, (name) => [{ labels: {}, values: [values[name] ?? 0] }])[0]?.values[0]
        const expected: number = new Function('a', 'b', `return ${text.replaceAll('--', '- -')}`)(7, 0.5)
        // What is not finite on the way is no value at all.
        if (found === undefined) expect(text).toContain('/')
        else expect(found, text).toBeCloseTo(expected, 9)
      }),
      { seed: 44, numRuns: 300 },
    )
  })

  it('of a thousand parentheses is read', () => {
    expect(parseFormula(`${'('.repeat(499)}A${')'.repeat(499)}`)).toMatchObject({ type: 'name', name: 'A' })
  })
})
