import { describe, expect, it } from 'vitest'
import { sampleOf } from './span-sample.ts'

const limits = { spansMax: 10_000, windowsMax: 8 }
const start = 1_800_000_000
const bounds = (minutes: number) => ({
  fromMilliseconds: start * 1000,
  toMilliseconds: (start + minutes * 60) * 1000,
})
const even = (minutes: number, spans: number) =>
  Array.from({ length: minutes }, (_, index) => ({ time: start + index * 60, spans }))

describe('sampleOf', () => {
  it('takes the whole of a range with few spans, begun minutes too', () => {
    const within = { fromMilliseconds: start * 1000 + 1, toMilliseconds: start * 1000 + 60_001 }
    expect(sampleOf(within, even(2, 10), limits)).toEqual({
      ...{ windows: [start], windowSeconds: 120, oneOf: 1, scale: 1, minutes: 2, ofMinutes: 2 },
    })
    expect(sampleOf(bounds(5), [], limits)).toMatchObject({ scale: 1, minutes: 5, ofMinutes: 5 })
  })

  it('spreads windows evenly over a range with many, and reads about as many spans as it may', () => {
    const sample = sampleOf(bounds(1440), even(1440, 100), limits)
    expect(sample.windows).toHaveLength(8)
    expect(sample.windows[1]).toBe(start + 180 * 60)
    expect(sample.oneOf).toBe(1)
    expect(sample.minutes * 100).toBeGreaterThan(limits.spansMax / 2)
    expect(sample.minutes * 100).toBeLessThanOrEqual(limits.spansMax)
    expect(sample.scale).toBeCloseTo(1440 / sample.minutes)
  })

  it('takes a part of a minute by hash where one minute holds too many', () => {
    const sample = sampleOf(bounds(10), even(10, 100_000), limits)
    expect(sample).toMatchObject({ minutes: 1, oneOf: 10, scale: 100 })
  })

  it('scales by what the windows hold, not by how long they are', () => {
    const counted = even(100, 1000).map((minute, index) => (index === 0 ? { ...minute, spans: 10_000 } : minute))
    const { scale, windows, windowSeconds, oneOf } = sampleOf(bounds(100), counted, limits)
    const inside = counted.filter(({ time }) => windows.some((from) => time >= from && time < from + windowSeconds))
    expect(scale).toBeCloseTo((109_000 / inside.reduce((sum, { spans }) => sum + spans, 0)) * oneOf)
  })
})
