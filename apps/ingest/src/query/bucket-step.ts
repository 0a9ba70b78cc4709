import type { TimeBounds } from './time-bounds.ts'

const daySeconds = 86_400
const steps = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 10_800, 21_600, 43_200, daySeconds]

/** The least round step, in seconds, that covers the bounds with at most so many buckets; buckets start at its multiples. */
export function bucketStep(bounds: TimeBounds, bucketsMax: number, stepMin = 1): number {
  const round = steps.find((step) => step >= stepMin && countBuckets(bounds, step) <= bucketsMax)
  if (round !== undefined) return round
  let days = 2
  while (countBuckets(bounds, days * daySeconds) > bucketsMax) days *= 2
  return days * daySeconds
}

function countBuckets({ fromMilliseconds, toMilliseconds }: TimeBounds, step: number): number {
  return Math.floor((toMilliseconds - 1) / 1000 / step) - Math.floor(fromMilliseconds / 1000 / step) + 1
}

/** The start of every bucket in the bounds, Unix seconds. */
export function bucketTimes({ fromMilliseconds, toMilliseconds }: TimeBounds, step: number): number[] {
  const first = Math.floor(fromMilliseconds / 1000 / step) * step
  const count = countBuckets({ fromMilliseconds, toMilliseconds }, step)
  return Array.from({ length: count }, (_, index) => first + index * step)
}
