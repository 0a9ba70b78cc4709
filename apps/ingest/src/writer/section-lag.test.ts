import { sequenceMillisecondShift } from '@hanzo/schema/row'
import { expect, it } from 'vitest'
import { rowOf } from '../../../../test/fixtures/rows.ts'
import { ByteWriter } from '../native/byte-writer.ts'
import { encodeBlock } from '../native/encode-block.ts'
import { sectionLags } from './section-lag.ts'

const now = 1_790_000_000_000
const receivedAt = (ms: number, counter = 0) => (BigInt(ms) << sequenceMillisecondShift) | BigInt(counter)

function block(table: 'spans' | 'logs' | 'running_spans', ages: readonly number[]): Buffer {
  const writer = new ByteWriter()
  encodeBlock(
    writer,
    table,
    ages.map((age, index) => rowOf(table, { sequence: receivedAt(now - age, index), service_name: 'a\x08sequence' })),
  )
  return Buffer.from(writer.bytes())
}

const section = { segmentId: '1-a', table: 'spans', rows: 0 }

it.each(['spans', 'logs', 'running_spans'] as const)(
  'reads from rows of %s how long ago they were received',
  (table) => {
    expect(sectionLags({ ...section, table, blocks: [block(table, [1_000]), block(table, [20, 40])] }, now)).toEqual([
      { lagMs: 1_000, rows: 1 },
      { lagMs: 20, rows: 1 },
      { lagMs: 40, rows: 1 },
    ])
  },
)

it('stands for all rows of a large block by a few of them', () => {
  const lags = sectionLags(
    {
      ...section,
      blocks: [
        block(
          'running_spans',
          Array.from({ length: 1_000 }, (_, index) => index),
        ),
      ],
    },
    now,
  )
  expect(lags.length).toBeLessThan(100)
  expect(lags.reduce((sum, { rows }) => sum + rows, 0)).toBe(1_000)
  const mean = lags.reduce((sum, { lagMs, rows }) => sum + lagMs * rows, 0) / 1_000
  expect(Math.abs(mean - 500)).toBeLessThan(20)
})

it('counts points of metrics, whose rows are not numbered, from when their segment was begun', () => {
  const segmentId = `${String(now - 700).padStart(15, '0')}-0123456789abcdef`
  const writer = new ByteWriter()
  encodeBlock(writer, 'metric_points', [rowOf('metric_points')])
  const points = { segmentId, table: 'metric_points', rows: 1, blocks: [Buffer.from(writer.bytes())] }
  expect(sectionLags(points, now)).toEqual([{ lagMs: 700, rows: 1 }])
  expect(sectionLags({ ...points, segmentId: '000000000000007-a' }, now)).toEqual([])
})

it('says nothing of tables that describe others', () => {
  const writer = new ByteWriter()
  encodeBlock(writer, 'metric_series', [rowOf('metric_series')])
  const blocks = [Buffer.from(writer.bytes())]
  expect(sectionLags({ segmentId: `${now}-a`, table: 'metric_series', rows: 1, blocks }, now)).toEqual([])
})
