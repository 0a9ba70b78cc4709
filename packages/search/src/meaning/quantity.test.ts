import { expect, it } from 'vitest'
import { readQuantity } from './quantity.ts'

it.each([
  ['1.5s', 1_500_000_000n],
  ['100ms', 100_000_000n],
  ['1m30s', 90_000_000_000n],
  ['2h', 7_200_000_000_000n],
  ['1d', 86_400_000_000_000n],
  ['5µs', 5_000n],
  ['0.000001ms', 1n],
  ['9223372036854775807ns', 9_223_372_036_854_775_807n],
  ['9223372036854775808ns', undefined],
  ['0.5ns', undefined],
  ['500', undefined],
  ['-1s', undefined],
  ['1 s', undefined],
])('the duration %s is %s nanoseconds, exactly', (text, expected) => {
  expect(readQuantity(text, 'nanoseconds')).toBe(expected)
})

it.each([
  ['100', 100n],
  ['-7', -7n],
  ['1.5', 1.5],
  ['1.0', 1n],
  ['10k', 10_000n],
  ['1.5k', 1_500n],
  ['5MiB', 5_242_880n],
  ['1e3', 1000],
  ['9007199254740993', 9_007_199_254_740_993n],
  ['9223372036854775808', 2 ** 63],
  ['1e400', undefined],
  ['12x', undefined],
  ['', undefined],
])('the count %s is %s', (text, expected) => {
  expect(readQuantity(text, 'count')).toBe(expected)
})

it('amounts of money may have their sign', () => {
  expect(readQuantity('$0.01', 'dollars')).toBe(0.01)
  expect(readQuantity('2', 'dollars')).toBe(2n)
})
