import fc from 'fast-check'
import { expect, it } from 'vitest'
import { bucketStep, bucketTimes } from './bucket-step.ts'

const moment = fc.integer({ min: 0, max: 4e12 })

it('buckets cover the bounds, are no more than asked for, and start at multiples of their width', () => {
  fc.assert(
    fc.property(moment, fc.integer({ min: 1, max: 4e11 }), fc.integer({ min: 1, max: 500 }), (from, range, most) => {
      const bounds = { fromMilliseconds: from, toMilliseconds: from + range }
      const step = bucketStep(bounds, most)
      const times = bucketTimes(bounds, step)
      const first = times[0] ?? Number.NaN
      const last = times.at(-1) ?? Number.NaN
      // One bucket cannot cover a border of every width.
      expect(times.length).toBeLessThanOrEqual(most)
      expect(first * 1000).toBeLessThanOrEqual(from)
      expect((first + step) * 1000).toBeGreaterThan(from)
      expect((last + step) * 1000).toBeGreaterThanOrEqual(from + range)
      expect(times.every((time, index) => time % step === 0 && time === first + index * step)).toBe(true)
    }),
  )
})
