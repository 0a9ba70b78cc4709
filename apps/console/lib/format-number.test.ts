import { describe, expect, it } from 'vitest'
import { formatBytes, formatCompact, formatCount, formatQuantity } from './format-number.ts'

describe('formatCompact', () => {
  it.each([
    [0, '0'],
    [999, '999'],
    [1000, '1k'],
    [1234, '1.2k'],
    [9960, '10k'],
    [34_400, '34k'],
    [999_700, '1M'],
    [1_300_000, '1.3M'],
    [2_000_000_000, '2G'],
  ])('writes %d as %s', (value, text) => {
    expect(formatCompact(value)).toBe(text)
  })
})

it('writes every digit where every digit counts', () => {
  expect(formatCount(1_204_331)).toBe('1,204,331')
})

it.each([
  [512, '512 B'],
  [1536, '1.5 KiB'],
  [12_400_000, '12 MiB'],
])('writes %d bytes as %s', (bytes, text) => {
  expect(formatBytes(bytes)).toBe(text)
})

it('tells one from many', () => {
  expect([formatQuantity(1, 'span'), formatQuantity(2, 'span'), formatQuantity(0, 'entry', 'entries')]).toEqual([
    '1 span',
    '2 spans',
    '0 entries',
  ])
})
