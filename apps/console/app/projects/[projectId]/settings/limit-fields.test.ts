import { type Limits, noLimits } from '@hanzo/schema/api'
import { expect, it } from 'vitest'
import { limitFields, readLimitFields } from './limit-fields.ts'

it.each<Limits>([
  noLimits,
  { recordsPerSecond: 1, bytesPerSecond: 1, burstSeconds: 1, recordsPerDay: 1, bytesPerDay: 1 },
  {
    recordsPerSecond: 12_345,
    bytesPerSecond: 1_536,
    burstSeconds: 3_600,
    recordsPerDay: 9_007_199_254_740_991,
    bytesPerDay: 5 * 1024 ** 4,
  },
])('reads the same limits as it wrote', (limits) => {
  expect(readLimitFields(limitFields(limits))).toEqual({ limits, mistakes: {} })
})

it('tells each mistake, and gives no limits then', () => {
  const fields = { ...limitFields(noLimits), recordsPerSecond: 'many', burstSeconds: '3601' }
  expect(readLimitFields(fields)).toEqual({
    limits: undefined,
    mistakes: { recordsPerSecond: 'Write it as 5000 or 5k.', burstSeconds: 'An hour at most: 3600.' },
  })
})
