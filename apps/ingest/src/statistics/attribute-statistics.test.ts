import { describe, expect, it } from 'vitest'
import { rowOf } from '../../../../test/fixtures/rows.ts'
import { ColumnBatch } from '../columns/column-batch.ts'
import { createAttributeCounter } from './attribute-counter.ts'
import { createAttributeSampler } from './attribute-sampler.ts'
import { storeAttributeStatistics } from './store-attribute-statistics.ts'

const source = { projectId: 'default', retentionDays: 30, signal: 'spans' } as const
const noon = Date.UTC(2026, 10, 23, 12, 7, 31)

function batchOf(rows: number, signal: 'spans' | 'logs' = 'spans'): ColumnBatch {
  const batch = new ColumnBatch()
  for (let index = 0; index < rows; index++) {
    const attributes = {
      project_id: 'default',
      retention_days: 30,
      attributes_string: new Map([['tier', index % 10 === 0 ? 'gold' : 'free']]),
      attributes_unindexed: new Map([['prompt', 'x'.repeat(100)]]),
      attributes_int: new Map([['status', 200n]]),
      attributes_double: new Map([['ratio', 0.5]]),
      attributes_bool: new Map([['retry', true]]),
      attributes_json: new Map([['tags', '[]']]),
    }
    batch.table(signal).appendRow(rowOf(signal, attributes))
  }
  return batch
}

/** Estimated records by key, and by `key=value`. */
function totals({
  attribute_keys,
  attribute_values,
}: ReturnType<ReturnType<typeof createAttributeCounter>['takeRows']>) {
  const found: Record<string, number> = {}
  for (const { key, record_count } of attribute_keys) found[key] = (found[key] ?? 0) + Number(record_count)
  for (const { key, value, record_count } of attribute_values) found[`${key}=${value}`] = Number(record_count)
  return found
}

describe('the counter', () => {
  it('adds up by key, type and value, and begins anew once its rows were taken', () => {
    const counter = createAttributeCounter()
    counter.count(source, 'a', 'string', 'x', 3)
    counter.count({ ...source }, 'a', 'string', 'x')
    counter.count(source, 'a', 'int', '7')
    counter.count({ ...source, signal: 'logs' }, 'a', 'string', '')
    counter.count({ ...source, projectId: 'other' }, 'a', 'string', 'x')
    const { attribute_keys, attribute_values } = counter.takeRows(noon)
    expect(attribute_keys.map((row) => [row.project_id, row.signal, row.type, row.record_count])).toEqual([
      ['default', 'spans', 'string', 4n],
      ['default', 'spans', 'int', 1n],
      ['default', 'logs', 'string', 1n],
      ['other', 'spans', 'string', 1n],
    ])
    expect(attribute_values.map((row) => [row.project_id, row.signal, row.value, row.record_count])).toEqual([
      ['default', 'spans', 'x', 4n],
      ['default', 'spans', '7', 1n],
      ['default', 'logs', '', 1n],
      ['other', 'spans', 'x', 1n],
    ])
    expect(attribute_keys[0]).toMatchObject({ day: Math.floor(noon / 86_400_000), last_seen: noon / 1000 })
    expect(attribute_values[0]?.bucket).toBe(Date.UTC(2026, 10, 23, 12, 0) / 1000)
    expect(counter.takeRows(noon)).toEqual({ attribute_keys: [], attribute_values: [] })
  })

  it('keeps its limits of keys and values, and says how many records have a value that it does not hold', () => {
    const counter = createAttributeCounter({ keysMax: 2, valuesPerKeyMax: 3, valuesMax: 4 })
    for (let index = 0; index < 10; index++) counter.count(source, 'many', 'string', `v${index}`)
    counter.count(source, 'many', 'string', 'v0')
    for (const value of ['a', 'b']) counter.count(source, 'late', 'string', value)
    counter.count(source, 'refused', 'string', 'a')
    const { attribute_keys, attribute_values } = counter.takeRows(noon)
    expect(attribute_keys.map(({ key, record_count, other_count }) => [key, record_count, other_count])).toEqual([
      ['many', 11n, 7n],
      ['late', 2n, 1n],
    ])
    expect(attribute_values.map(({ value, record_count }) => [value, record_count])).toEqual([
      ['v0', 2n],
      ['v1', 1n],
      ['v2', 1n],
      ['a', 1n],
    ])
  })

  it('holds values of at most 64 bytes, however many characters those are', () => {
    const counter = createAttributeCounter()
    for (const value of ['x'.repeat(64), 'x'.repeat(65), '€'.repeat(21), '€'.repeat(22)])
      counter.count(source, 'a', 'string', value)
    const { attribute_keys, attribute_values } = counter.takeRows(noon)
    expect(attribute_values.map(({ value }) => value)).toEqual(['x'.repeat(64), '€'.repeat(21)])
    expect(attribute_keys[0]?.other_count).toBe(2n)
  })

  it('is not misled by spaces in keys', () => {
    const counter = createAttributeCounter()
    counter.count(source, 'a b', 'string', 'x')
    counter.count({ ...source, projectId: 'default' }, 'b', 'string', 'x')
    expect(counter.takeRows(noon).attribute_keys.map(({ key }) => key)).toEqual(['a b', 'b'])
  })
})

describe('the sampler', () => {
  it('looks at every record of both signals while they are few, with every type of value', () => {
    const counter = createAttributeCounter()
    const sampler = createAttributeSampler({ counter, now: () => 0 })
    sampler.observe(batchOf(100))
    sampler.observe(batchOf(20, 'logs'))
    const rows = counter.takeRows(noon)
    expect(rows.attribute_keys.filter(({ signal }) => signal === 'logs')).toHaveLength(6)
    expect(totals(rows)).toMatchObject({ tier: 120, prompt: 120, status: 120, ratio: 120, retry: 120, tags: 120 })
    expect(
      rows.attribute_keys
        .filter(({ signal, other_count }) => signal === 'spans' && other_count > 0n)
        .map(({ key }) => key),
    ).toEqual(['prompt', 'ratio', 'tags'])
    expect(
      rows.attribute_values.filter(({ signal }) => signal === 'spans').map(({ key, value }) => `${key}=${value}`),
    ).toEqual(['tier=gold', 'tier=free', 'status=200', 'retry=true'])
  })

  it('looks at a bounded number of a burst and of a lasting load, and its sums stay near the truth', () => {
    const counter = createAttributeCounter()
    let looked = 0
    let time = 0
    let state = 1
    // A generator of our own, so that every run draws the same numbers.
    const random = () => {
      state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0
      return state / 2 ** 32
    }
    const counting: Pick<typeof counter, 'count'> = {
      count(...args) {
        if (args[1] === 'tier') looked += 1
        counter.count(...args)
      },
    }
    const sampler = createAttributeSampler({ counter: counting, now: () => time, random, recordsPerSecondMax: 200 })
    sampler.observe(batchOf(5_000))
    expect(looked).toBeLessThan(800)
    const batch = batchOf(400)
    for (; time < 10_000; time += 100) sampler.observe(batch)
    expect(looked).toBeLessThan(3_000)
    const found = totals(counter.takeRows(noon))
    expect(Math.abs((found.tier ?? 0) / 45_000 - 1)).toBeLessThan(0.1)
    expect(Math.abs((found['tier=gold'] ?? 0) / 4_500 - 1)).toBeLessThan(0.15)
  })

  it('looks at every record again once the load is gone', () => {
    const counter = createAttributeCounter()
    let time = 0
    const sampler = createAttributeSampler({ counter, now: () => time, recordsPerSecondMax: 10 })
    sampler.observe(batchOf(200))
    for (; time < 20_000; time += 1_000) sampler.observe(batchOf(1))
    counter.takeRows(noon)
    sampler.observe(batchOf(2))
    expect(totals(counter.takeRows(noon))).toMatchObject({ tier: 2 })
  })
})

it('stores what was counted when it is closed, and does without what cannot be stored', async () => {
  const stored: unknown[] = []
  const warnings: string[] = []
  const logger = { warn: (_fields: object, message: string) => void warnings.push(message) }
  let fails = true
  const statistics = storeAttributeStatistics({
    logger,
    async accept(rows) {
      if (fails) throw new Error('the spool is full')
      stored.push(...rows.attribute_keys)
    },
  })
  statistics.observe(batchOf(1))
  await statistics.flush()
  expect([stored.length, warnings.length]).toEqual([0, 1])
  fails = false
  statistics.observe(batchOf(1))
  await statistics.close()
  expect([stored.length, warnings.length]).toEqual([6, 1])
})
