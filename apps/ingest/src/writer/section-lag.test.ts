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

it.each(['spans', 'logs', 'running_spans'] as const)(
  'reads from rows of %s how long ago they were received',
  (table) => {
    expect(sectionLags({ blocks: [block(table, [1_000]), block(table, [20, 40])] }, now)).toEqual([
      { lagMs: 1_000, rows: 1 },
      { lagMs: 20, rows: 1 },
      { lagMs: 40, rows: 1 },
    ])
  },
)

it('stands for all rows of a large block by a few of them', () => {
  const lags = sectionLags(
    {
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

it('says nothing of tables whose rows are not numbered', () => {
  const writer = new ByteWriter()
  encodeBlock(writer, 'metric_points', [rowOf('metric_points')])
  expect(sectionLags({ blocks: [Buffer.from(writer.bytes())] }, now)).toEqual([])
})
