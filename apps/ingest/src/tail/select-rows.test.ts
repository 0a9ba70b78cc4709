import {
  type Condition,
  conditionFor,
  equalityOf,
  matchSearch,
  parseSearch,
  resolveSearch,
  SearchError,
} from '@hanzo/search'
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
  user_id: few('', 'u1', 'u2'),
  attributes_string: fc.dictionary(few('a', 'b'), few('1', 'x', ''), { maxKeys: 2 }),
  attributes_int: fc.dictionary(few('a', 'c'), few(1n, 2n), { maxKeys: 2 }),
  attributes_double: fc.dictionary(few('c', 'd'), few(1, 0.5, -0), { maxKeys: 2 }),
  attributes_bool: fc.dictionary(few('a', 'd'), fc.boolean(), { maxKeys: 2 }),
})
const term = few(
  'service:pay',
  'service:(pay OR none)',
  'service:sh*',
  'severity:error',
  'severity:>=warn',
  'event_name:exception',
  'card',
  '"card declined"',
  'user:u1',
  'user:(u2 OR nobody)',
  'a:1',
  'a:(x OR true)',
  'attributes.a:x',
  'a:*',
  'c:(1 OR 2)',
  'c:>1',
  'd:0',
  'd:false',
  'pod:x',
  'resource.pod:(x OR y)',
  `span_id:${spanIdOf(7)}`,
  `trace_id:${traceIdOf(2)}`,
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

const resource = rowOf('resources', {
  project_id: 'mine',
  resource_id: 1n,
  attributes: new Map([
    ['pod', 'x'],
    ['a', '1'],
  ]),
})
const mapOf = <V>(entries: Record<string, V>) => new Map(Object.entries(entries))
const rows = fc
  .sample(log, { numRuns: 200, seed })
  .map(({ trace, attributes_string, attributes_int, attributes_double, attributes_bool, ...row }, index) =>
    rowOf('logs', {
      ...row,
      trace_id: traceIdOf(trace),
      span_id: spanIdOf(index),
      resource_id: BigInt(index % 2),
      attributes_string: mapOf(attributes_string),
      attributes_int: mapOf(attributes_int),
      attributes_double: mapOf(attributes_double),
      attributes_bool: mapOf(attributes_bool),
      sequence: BigInt(index),
    }),
  )
const columns = columnsOf({ logs: rows, resources: [resource] })

function openLogs() {
  const batch = openBatch({ batch: columns, through: 0n }).of('logs')
  if (!batch) return expect.fail('no rows')
  return batch.ofProject('mine')
}

/** The rows that a search finds one by one. */
function expected(condition: Condition): number[] {
  const takes = matchSearch(conditionFor('logs', condition), 'logs')
  return rows.flatMap((row, at) => {
    const own = row.project_id === 'mine' && takes(row, () => (row.resource_id === 1n ? resource : undefined))
    return own ? at : []
  })
}

it('finds in columns the rows that a search finds one by one, however many filters ask', () => {
  let asked = 0
  fc.assert(
    fc.property(fc.array(search, { minLength: 1, maxLength: 12 }), (texts) => {
      // What filters before have looked up is there for those behind them.
      const project = openLogs()
      for (const text of texts) {
        const condition = conditionOf(text)
        if (!condition) continue
        asked += 1
        expect({ text, rows: selectRows(condition, 'logs')(project) }).toEqual({ text, rows: expected(condition) })
      }
    }),
    { numRuns: 400, seed },
  )
  expect(asked).toBeGreaterThan(2_000)
})

it.each(['user:u1', 'a:1', 'attributes.a:x', 'resource.pod:x', `trace_id:${traceIdOf(2)}`])(
  'looks %s up once for many filters, instead of at each row for each',
  (text) => {
    const project = openLogs()
    const condition = conditionOf(text)
    const equality = condition && equalityOf(condition)
    if (!equality) return expect.fail('no equality')
    for (let filter = 0; filter < 2; filter++) selectRows(condition, 'logs')(project)
    expect(project.index(equality.of, 0)?.size).toBeGreaterThan(0)
  },
)
