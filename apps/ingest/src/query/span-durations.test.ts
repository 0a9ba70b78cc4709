import { describe, expect, it } from 'vitest'
import { bucketStart, durationQuantile } from './span-durations.ts'

/** As the roll-up counts. */
const bucketOf = (nanoseconds: number) => Math.min(255, Math.round(Math.log2(Math.max(nanoseconds, 1)) * 6))

function counted(durations: readonly number[]): Map<number, number> {
  const counts = new Map<number, number>()
  for (const duration of durations) counts.set(bucketOf(duration), (counts.get(bucketOf(duration)) ?? 0) + 1)
  return counts
}

describe('durationQuantile', () => {
  it('says nothing of no spans', () => {
    expect(durationQuantile(new Map(), 0.5)).toBeNull()
    expect(durationQuantile(new Map([[120, 0]]), 0.5)).toBeNull()
  })

  it.each([0.01, 0.5, 0.95, 0.99, 1])('is at most 6 %% beside the exact quantile %f', (quantile) => {
    const durations = Array.from({ length: 10_000 }, (_, index) => Math.round(1e5 * 1.0012 ** index))
    const exact = durations[Math.ceil(quantile * durations.length) - 1] ?? 0
    const found = durationQuantile(counted(durations), quantile) ?? 0
    expect(Math.abs(found / exact - 1)).toBeLessThan(0.06)
  })

  it('rises with the quantile, in whatever order buckets come', () => {
    const counts = new Map([
      [180, 3],
      [120, 90],
      [150, 7],
    ])
    const values = [0, 0.5, 0.9, 0.95, 0.99, 1].map((quantile) => durationQuantile(counts, quantile) ?? 0)
    expect(values).toEqual([...values].sort((a, b) => a - b))
  })

  it('stays inside the bucket where all spans are', () => {
    for (const bucket of [0, 1, 120, 254]) {
      const found = durationQuantile(new Map([[bucket, 5]]), 0.5) ?? 0
      expect(found).toBeGreaterThanOrEqual(Math.floor(bucketStart(bucket)))
      expect(found).toBeLessThanOrEqual(Math.ceil(bucketStart(bucket + 1)))
    }
  })
})
