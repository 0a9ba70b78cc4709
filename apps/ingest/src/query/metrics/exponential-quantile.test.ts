import fc from 'fast-check'
import { expect, it } from 'vitest'
import { type ExponentialBuckets, exponentialQuantile, mergeExponential } from './exponential-quantile.ts'

/** Lays values out as an exponential histogram, as the specification defines it. */
function histogramOf(values: readonly number[], scale: number): ExponentialBuckets {
  const side = (magnitudes: number[]) => {
    const indexes = magnitudes.map((magnitude) => Math.ceil(Math.log2(magnitude) * 2 ** scale) - 1)
    const offset = Math.min(0, ...indexes)
    const counts = new Array<number>(Math.max(0, ...indexes) - offset + 1).fill(0)
    for (const index of indexes) counts[index - offset] = (counts[index - offset] ?? 0) + 1
    return { offset, counts }
  }
  return {
    scale,
    zeroCount: values.filter((value) => value === 0).length,
    positive: side(values.filter((value) => value > 0)),
    negative: side(values.filter((value) => value < 0).map((value) => -value)),
  }
}

const measurement = fc.oneof(
  fc.constant(0),
  fc.double({ min: 0.001, max: 1e6, noNaN: true }),
  fc.double({ min: -1e6, max: -0.001, noNaN: true }),
)
const measurements = fc.array(measurement, { minLength: 1, maxLength: 50 })

it('a quantile is as near to the true one as the scale allows, over histograms of different scales', () => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(measurements, fc.integer({ min: 0, max: 5 })), { minLength: 1, maxLength: 4 }),
      fc.constantFrom(0.5, 0.9, 0.99, 1),
      (parts, quantile) => {
        const merged = mergeExponential(parts.map(([values, scale]) => histogramOf(values, scale)))
        const sorted = parts.flatMap(([values]) => values).sort((a, b) => a - b)
        const rank = Math.max(0, Math.ceil(quantile * sorted.length - 1e-9) - 1)
        const expected = sorted[rank] ?? 0
        const found = exponentialQuantile(merged, quantile) ?? Number.NaN
        const base = 2 ** (2 ** -merged.scale) * 1.000001
        expect(Math.sign(found)).toBe(Math.sign(expected))
        if (expected === 0) return
        expect(found / expected).toBeLessThanOrEqual(base)
        expect(found / expected).toBeGreaterThanOrEqual(1 / base)
      },
    ),
  )
})

it('of no values there is no quantile', () => {
  expect(exponentialQuantile(mergeExponential([histogramOf([], 3)]), 0.5)).toBeUndefined()
})
