import { expect, it } from 'vitest'
import { createRecentUse, recentSeconds } from './recent-use.ts'

it('tells the last full seconds, oldest first, and forgets what is older', () => {
  const clock = { now: 0 }
  const use = createRecentUse(() => clock.now)
  use.note({ records: 5, bytes: 10 })
  clock.now = 900
  use.note({ records: 1 })
  expect(use.read()).toEqual(Array(recentSeconds).fill({ records: 0, bytes: 0, refusedRequests: 0 }))
  clock.now = 1_000
  use.note({ refusedRequests: 1 })
  expect(use.read().at(-1)).toEqual({ records: 6, bytes: 10, refusedRequests: 0 })
  clock.now = 2_000
  expect(use.read().slice(-2)).toEqual([
    { records: 6, bytes: 10, refusedRequests: 0 },
    { records: 0, bytes: 0, refusedRequests: 1 },
  ])
  clock.now = 60_999
  expect(use.read()[0]).toEqual({ records: 6, bytes: 10, refusedRequests: 0 })
  clock.now = 61_000
  expect(use.read()[0]).toEqual({ records: 0, bytes: 0, refusedRequests: 1 })
  clock.now = 10_000_000
  expect(use.read()).toEqual(Array(recentSeconds).fill({ records: 0, bytes: 0, refusedRequests: 0 }))
})
