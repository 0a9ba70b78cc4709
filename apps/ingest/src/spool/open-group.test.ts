import type { RowBatch } from '@hanzo/schema/row'
import { beforeEach, describe, expect, it } from 'vitest'
import { rowsIn } from '../../../../test/fixtures/put-rows.ts'
import { rowOf, spanIdOf } from '../../../../test/fixtures/rows.ts'
import { appendBatch } from '../columns/append-batch.ts'
import { Sequence } from '../columns/sequence.ts'
import { ByteWriter } from '../native/byte-writer.ts'
import { createOpenGroup, type OpenGroup } from './open-group.ts'
import { readRecords } from './record.ts'
import { createSeenRows, type SeenRows } from './seen-rows.ts'

let seen: SeenRows
let isWatched: boolean
let group: OpenGroup

beforeEach(() => {
  isWatched = false
  seen = createSeenRows({ entriesMax: 100, ageMaxMs: 3_600_000 })
  group = createOpenGroup({ seen, sequence: new Sequence({ instance: 1 }), isWatched: () => isWatched })
})

const resource = rowOf('resources', { project_id: 'p', resource_id: 1n, attributes: new Map([['k', 'v']]) })
const spans = (first: number, count: number) =>
  Array.from({ length: count }, (_, index) => rowOf('spans', { span_id: spanIdOf(first + index), name: `n${index}` }))
const put = (rows: RowBatch) => group.put((sink) => appendBatch(sink, rows))
const names = () => rowsIn(group.batch).spans?.map(({ span_id }) => Number(`0x${span_id}`))
const storedRows = () => {
  const writer = new ByteWriter()
  group.encodeInto(writer)
  return Object.fromEntries(readRecords(writer.bytes()).sections.map(({ table, rows }) => [table, rows]))
}

describe('an open group', () => {
  it('keeps nothing of a request that throws in its middle, and all of those before and after', () => {
    put({ spans: spans(0, 2) })
    const failing = () =>
      group.put((sink) => {
        appendBatch(sink, { resources: [resource], spans: spans(10, 3), logs: [rowOf('logs')] })
        sink.batch.table('spans').columns.name.putText('half a row')
        throw new Error('cannot be read')
      })
    expect(failing).toThrow('cannot be read')
    put({ resources: [resource], spans: spans(2, 1) })
    expect(names()).toEqual([0, 1, 2])
    expect(storedRows()).toEqual({ resources: 1, spans: 3 })
  })

  it('refuses a row that was left half done, and only its request', () => {
    const half = () => group.put((sink) => sink.batch.table('logs').columns.body.putText('half'))
    expect(half).toThrow(expect.objectContaining({ code: 'ROWS_NOT_ENCODABLE' }))
    put({ logs: [rowOf('logs', { body: 'whole' })] })
    expect(rowsIn(group.batch).logs?.map(({ body }) => body)).toEqual(['whole'])
  })

  it('gathers descriptive rows that are stored already while somebody watches, and never stores them', () => {
    put({ resources: [resource], spans: spans(0, 1) })
    group.remember()
    group.clear()
    put({ resources: [resource], spans: spans(1, 1) })
    expect(rowsIn(group.left)).toEqual({})
    isWatched = true
    put({ resources: [resource], spans: spans(2, 1) })
    put({ resources: [resource], spans: spans(3, 1) })
    expect(rowsIn(group.left)).toEqual({ resources: [resource] })
    expect(storedRows()).toEqual({ spans: 3 })
    group.clear()
    expect(rowsIn(group.left)).toEqual({})
  })

  it('stores a descriptive row again when its record did not become durable', () => {
    put({ resources: [resource], spans: spans(0, 1) })
    group.clear()
    put({ resources: [resource], spans: spans(1, 1) })
    expect(storedRows()).toEqual({ resources: 1, spans: 1 })
  })

  it('encodes after it was cleared as if it were new', () => {
    const sizeOf = (of: OpenGroup) => {
      const writer = new ByteWriter()
      of.put((sink) => appendBatch(sink, { logs: [rowOf('logs', { body: 'only', event_name: 'e' })] }))
      of.encodeInto(writer)
      return writer.length
    }
    const used = group
    put({ spans: spans(0, 300), logs: Array.from({ length: 20 }, (_, index) => rowOf('logs', { body: `b${index}` })) })
    used.clear()
    const fresh = createOpenGroup({ seen, sequence: new Sequence({ instance: 1 }), isWatched: () => false })
    expect(sizeOf(used)).toBe(sizeOf(fresh))
  })
})
