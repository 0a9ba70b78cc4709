import fc from 'fast-check'
import { expect, it } from 'vitest'
import { createTokenBucket } from './token-bucket.ts'

function setUp(size = { perSecond: 10, burst: 100 }) {
  const clock = { now: 0 }
  return { clock, bucket: createTokenBucket(size, () => clock.now) }
}

it('lets a burst pass at once, then the rate', () => {
  const { clock, bucket } = setUp()
  bucket.take(100)
  expect(bucket.waitMilliseconds()).toBe(100)
  clock.now = 100
  expect(bucket.waitMilliseconds()).toBe(0)
  bucket.take(1)
  expect(bucket.waitMilliseconds()).toBe(100)
})

it('lets a request larger than the burst pass, and has the next one wait until that is paid back', () => {
  const { clock, bucket } = setUp()
  expect(bucket.waitMilliseconds()).toBe(0)
  bucket.take(1_100)
  expect(bucket.waitMilliseconds()).toBe(100_100)
  clock.now = 100_099
  expect(bucket.waitMilliseconds()).toBe(1)
  clock.now = 100_100
  expect(bucket.waitMilliseconds()).toBe(0)
})

it('holds no more than the burst, however long the pause', () => {
  const { clock, bucket } = setUp()
  clock.now = 1e12
  bucket.take(100)
  expect(bucket.waitMilliseconds()).toBeGreaterThan(0)
})

it('pays a debt back at the new rate once that is raised', () => {
  const { bucket } = setUp()
  bucket.take(1_099)
  expect(bucket.waitMilliseconds()).toBe(100_000)
  bucket.resize({ perSecond: 1_000, burst: 10_000 })
  expect(bucket.waitMilliseconds()).toBe(1_000)
})

it('never lets more pass than burst, rate and one request, for any arrivals', () => {
  const arrival = fc.record({ pause: fc.integer({ min: 0, max: 5_000 }), amount: fc.integer({ min: 1, max: 50 }) })
  fc.assert(
    fc.property(fc.array(arrival, { maxLength: 200 }), (arrivals) => {
      const { clock, bucket } = setUp()
      let passed = 0
      for (const { pause, amount } of arrivals) {
        clock.now += pause
        if (bucket.waitMilliseconds() > 0) continue
        bucket.take(amount)
        passed += amount
      }
      expect(passed).toBeLessThanOrEqual(100 + (clock.now / 1000) * 10 + 50)
    }),
    { seed: 4318, numRuns: 300 },
  )
})
