import { logFilterSchema } from '@hanzo/schema/api'
import { sequenceMillisecondShift } from '@hanzo/schema/row'
import { expect, it } from 'vitest'
import { createReadOn } from './read-on.ts'
import type { StoredRows } from './stored-rows.ts'
import { arrivingNow, placeFromNow } from './tail-place.ts'

const instance = 7
const limits = { awayMsMax: 300_000, countFromMs: 2_000, bufferedBytesMax: 1_000_000 }
const subject = { signal: 'logs', projectId: 'default', filter: logFilterSchema.parse({}) } as const

/** Someone who left at `left` reads up to `through` on the way to `target`, both milliseconds later. @returns how often rows were counted. */
async function countsOf({ through, target }: { through: number; target?: number }): Promise<number> {
  const left = arrivingNow()
  const after = (milliseconds: number) => left + (BigInt(milliseconds) << sequenceMillisecondShift)
  const place = placeFromNow('logs', 'default')
  place.moveTo(instance, left)
  let counts = 0
  const stored: StoredRows = {
    read: async (_, arrival) => ({ rows: [], through: arrival.through }),
    async skip(_, arrival) {
      counts += 1
      return { after: arrival.after, skipped: 0 }
    },
  }
  const connection = { send: () => undefined, bufferedBytes: () => 0 }
  const { signal } = new AbortController()
  const readOn = createReadOn({ stored, limits, subject, place, connection, signal })
  await readOn.read(instance, after(through), target === undefined ? undefined : after(target))
  expect(place.of(instance)).toBe(after(through))
  return counts
}

it('counts what somebody missed who is far behind, before it is read', async () => {
  expect(await countsOf({ through: 1_900 })).toBe(0)
  expect(await countsOf({ through: 2_000 })).toBe(1)
})

it('counts also when only the first of it is stored yet', async () => {
  expect(await countsOf({ through: 1_500, target: 4_000 })).toBe(1)
  expect(await countsOf({ through: 1_500, target: 1_600 })).toBe(0)
})
