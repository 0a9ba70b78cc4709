import fc from 'fast-check'
import { expect, it } from 'vitest'
import { createSpanPlaces } from './span-places.ts'

const half = fc.integer({ min: 0, max: 2 ** 32 - 1 })
// Few values, so that ids come twice and halves are shared.
const id = fc.tuple(fc.oneof(half, fc.constantFrom(0, 1, 2 ** 31)), fc.oneof(half, fc.constantFrom(0, 1, 2 ** 31)))

it('tells of each id the number that it was given first, as a Map of texts does', () => {
  fc.assert(
    fc.property(fc.array(id, { maxLength: 300 }), (ids) => {
      const places = createSpanPlaces(ids.length)
      const expected = new Map<string, number>()
      ids.forEach(([low, high], index) => {
        if (!expected.has(`${low} ${high}`)) expected.set(`${low} ${high}`, index - 5)
        expect(places.add(low, high, index - 5)).toBe(expected.get(`${low} ${high}`))
      })
      for (const [low, high] of ids) expect(places.add(low, high, -9)).toBe(expected.get(`${low} ${high}`))
    }),
    { seed: 20_261_123 },
  )
})

it('refuses more ids than it was made for', () => {
  const places = createSpanPlaces(1)
  places.add(1, 2, 0)
  expect(places.add(1, 2, 9)).toBe(0)
  expect(() => places.add(2, 2, 1)).toThrow(RangeError)
})
