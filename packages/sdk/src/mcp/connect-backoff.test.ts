import { expect, it } from 'vitest'
import { createConnectBackoff } from './connect-backoff.ts'

it('waits 0.5 s after a failure, twice as long after each further one, 30 s at most, and not at all after a success', () => {
  let now = 0
  const backoff = createConnectBackoff(() => now)
  expect(backoff.waitMs()).toBe(0)
  const waits = Array.from({ length: 9 }, () => {
    backoff.failed()
    return backoff.waitMs()
  })
  expect(waits).toEqual([500, 1000, 2000, 4000, 8000, 16_000, 30_000, 30_000, 30_000])
  now = 30_000
  expect(backoff.waitMs()).toBe(0)
  backoff.failed()
  backoff.succeeded()
  expect(backoff.waitMs()).toBe(0)
})

it('counts a connection that was lost within 10 s as a failure, and a longer one not', () => {
  const backoff = createConnectBackoff(() => 0)
  backoff.lost(10_000)
  expect(backoff.waitMs()).toBe(0)
  backoff.lost(9_999)
  expect(backoff.waitMs()).toBe(500)
})
