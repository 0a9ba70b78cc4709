import { sequenceInstanceShift, sequenceMillisecondShift } from '@hanzo/schema/row'
import { describe, expect, it } from 'vitest'
import { FixedColumn } from './fixed-column.ts'
import { Sequence } from './sequence.ts'

describe('a sequence', () => {
  it('rises with every row, also when the clock steps back and when a millisecond overflows', () => {
    const times = [1_000_000, 1_000_000, 999_000, 999_000, 1_000_005]
    const sequence = new Sequence({ instance: 255, now: () => times.shift() ?? 0 })
    const column = new FixedColumn(8)
    let last = 0n
    while (times.length > 0) {
      sequence.tick()
      for (let count = 0; count < 20_000; count++) {
        column.clear()
        sequence.putInto(column)
        for (const next of [column.bigUint64At(0), sequence.next()]) {
          if (next <= last) expect.fail(`${next} after ${last}`)
          last = next
        }
      }
    }
  })

  it('holds the time of arrival and the instance, whichever way it is put', () => {
    for (const now of [0, 1, 1_023, 1_024, 1_763_000_000_000, 2 ** 42 - 1]) {
      for (const instance of [0, 7, 255]) {
        const sequence = new Sequence({ instance, now: () => now })
        const column = new FixedColumn(8)
        sequence.tick()
        sequence.putInto(column)
        for (const number of [column.bigUint64At(0), sequence.next()]) {
          expect(number >> sequenceMillisecondShift).toBe(BigInt(now))
          expect((number >> sequenceInstanceShift) & 0xffn).toBe(BigInt(instance))
        }
      }
    }
  })
})
