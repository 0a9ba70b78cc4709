import { expect, it } from 'vitest'
import { backOffMillis } from './back-off.ts'

const timing = { firstBackOffMillis: 500, maxBackOffMillis: 30_000 }

it('doubles with each failure up to the limit', () => {
  const waits = [0, 1, 2, 3, 4, 5, 6, 7, 1000].map((failures) => backOffMillis(failures, timing, () => 0.5))
  expect(waits).toEqual([500, 1000, 2000, 4000, 8000, 16_000, 30_000, 30_000, 30_000])
})

it('spreads by a fifth to both sides', () => {
  expect(backOffMillis(0, timing, () => 0)).toBe(400)
  expect(backOffMillis(0, timing, () => 1)).toBe(600)
})
