import { conditionFor, matchSearch, parseSearch, resolveSearch, SearchError } from '@hanzo/search'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { columnsOf } from '../../../../test/fixtures/put-rows.ts'
import { rowOf, spanIdOf, traceIdOf } from '../../../../test/fixtures/rows.ts'
import { openBatch } from './batch-rows.ts'
import { selectRows } from './select-rows.ts'

const seed = 20_261_123
const few = <T>(...values: T[]) => fc.constantFrom(...values)
const log = fc.record({
  project_id: few('mine', 'mine', 'other'),
  service_name: few('pay', 'shop', ''),
  severity_number: fc.integer({ min: 0, max: 24 }),
  body: few('card declined', 'paid', 'Card OK', ''),
  event_name: few('', 'exception'),
  trace: fc.integer({ min: 0, max: 3 }),
  attributes_string: fc.dictionary(few('a', 'b'), few('1', 'x'), { maxKeys: 2 }),
})
const term = few(
  'service:pay',
  'service:(pay OR none)',
  'service:sh*',
  'severity:error',
  'severity:>=warn',
  'event:exception',
  'card',
  '"card declined"',
  'a:1',
  'a:*',
  `trace:${traceIdOf(2)}`,
  'resource.pod:x',
)
const search = fc.letrec<{ search: string }>((tie) => ({
  search: fc.oneof(
    { maxDepth: 4 },
    term,
    fc.tuple(tie('search'), tie('search')).map(([a, b]) => `(${a} ${b})`),
    fc.tuple(tie('search'), tie('search')).map(([a, b]) => `(${a} OR ${b})`),
    tie('search').map((a) => `-(${a})`),
  ),
})).search

function conditionOf(text: string) {
  try {
    return resolveSearch(parseSearch(text), 'logs')
  } catch (error) {
    if (error instanceof SearchError) return undefined
    throw error
  }
}

it('finds in columns the rows that a search finds one by one', () => {
  const rows = fc.sample(log, { numRuns: 200, seed }).map(({ trace, attributes_string, ...row }, index) =>
    rowOf('logs', {
      ...row,
      trace_id: traceIdOf(trace),
      span_id: spanIdOf(index),
      resource_id: BigInt(index % 2),
      attributes_string: new Map(Object.entries(attributes_string)),
      sequence: BigInt(index),
    }),
  )
  const resource = rowOf('resources', { project_id: 'mine', resource_id: 1n, attributes: new Map([['pod', 'x']]) })
  const batch = openBatch({ batch: columnsOf({ logs: rows, resources: [resource] }), through: 0n }).of('logs')
  if (!batch) return expect.fail('no rows')
  let asked = 0
  fc.assert(
    fc.property(search, (text) => {
      const condition = conditionOf(text)
      if (!condition) return
      asked += 1
      const takes = matchSearch(conditionFor('logs', condition), 'logs')
      const expected = rows.flatMap((row, at) => {
        const own = row.project_id === 'mine' && takes(row, () => (row.resource_id === 1n ? resource : undefined))
        return own ? at : []
      })
      expect(selectRows(condition, 'logs')(batch, batch.ofProject('mine'))).toEqual(expected)
    }),
    { numRuns: 500, seed },
  )
  expect(asked).toBeGreaterThan(400)
})
