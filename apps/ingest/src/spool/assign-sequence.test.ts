import { sequenceInstanceShift, sequenceMillisecondShift } from '@hanzo/schema/row'
import { describe, expect, it } from 'vitest'
import { rowOf } from '../../../../test/fixtures/rows.ts'
import { createSequence } from './assign-sequence.ts'

const span = rowOf('spans')
const spans = (count: number) => Array.from({ length: count }, () => ({ ...span }))

describe('createSequence', () => {
  it('rises with every row, also when the clock steps back and when a millisecond overflows', () => {
    const times = [1_000_000, 1_000_000, 999_000, 999_000, 1_000_005]
    const assign = createSequence({ instance: 0, now: () => times.shift() ?? 0 })
    const sequences: bigint[] = []
    while (times.length > 0) {
      const batch = { spans: spans(20_000), logs: [rowOf('logs')] }
      assign(batch)
      sequences.push(...batch.spans.map((row) => row.sequence), ...batch.logs.map((row) => row.sequence))
    }
    for (let index = 1; index < sequences.length; index++) {
      if ((sequences[index] as bigint) <= (sequences[index - 1] as bigint)) expect.fail(`not rising at ${index}`)
    }
  })

  it('holds the time of arrival and the instance', () => {
    const batch = { spans: spans(1) }
    createSequence({ instance: 7, now: () => 1_763_000_000_000 })(batch)
    const sequence = batch.spans[0]?.sequence ?? 0n
    expect(sequence >> sequenceMillisecondShift).toBe(1_763_000_000_000n)
    expect((sequence >> sequenceInstanceShift) & 0xffn).toBe(7n)
  })
})
