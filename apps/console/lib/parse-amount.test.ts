import { expect, it } from 'vitest'
import { parseBytes, parseCount } from './parse-amount.ts'

it.each([
  ['5000', 5_000],
  [' 5,000 ', 5_000],
  ['5k', 5_000],
  ['1.5 M', 1_500_000],
  ['1,234,567', 1_234_567],
])('reads the count %s', (text, count) => {
  expect(parseCount(text)).toBe(count)
})

it.each([
  ['512', 512],
  ['1 KiB', 1_024],
  ['1.5GiB', 1_610_612_736],
  ['20 MB', 20_000_000],
])('reads the size %s', (text, bytes) => {
  expect(parseBytes(text)).toBe(bytes)
})

it.each(['', '0', '-1', '5x', 'many', '1,2', '1e3', '0.2', '9999999999999999', '5 k b'])('refuses %j', (text) => {
  expect(parseCount(text)).toBeNull()
  expect(parseBytes(text)).toBeNull()
})
