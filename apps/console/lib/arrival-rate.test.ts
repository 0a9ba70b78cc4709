import { expect, it } from 'vitest'
import { createArrivalRate } from './arrival-rate.ts'

it('is what arrived lately, by the second', () => {
  let now = 0
  const rate = createArrivalRate(() => now)
  rate.add(100)
  now = 1_000
  expect(rate.now()).toBe(100)
  now = 4_000
  rate.add(300)
  expect(rate.now()).toBe(100)
  now = 8_000
  expect(rate.now()).toBe(60)
  now = 20_000
  expect(rate.now()).toBe(0)
})
