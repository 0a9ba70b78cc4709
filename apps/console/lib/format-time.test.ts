import { describe, expect, it } from 'vitest'
import { formatExactTime, formatMinute, formatRelative, formatTime, formatUtcTime } from './format-time.ts'

const local = new Date(2026, 10, 22, 14, 3, 21, 482)
const unixNano = `${local.getTime()}193004`

it('writes local wall clock to the millisecond', () => {
  expect(formatTime(unixNano)).toBe('Nov 22 14:03:21.482')
})

it('loses no digit of a nanosecond time', () => {
  expect(formatExactTime(unixNano)).toMatch(/^2026-11-22 14:03:21\.482193004 [+-]\d{2}:\d{2}$/)
})

it('writes the same moment in UTC', () => {
  expect(formatUtcTime(unixNano)).toBe(local.toISOString())
})

it('names the year where it is not this one', () => {
  const moment = new Date(2025, 0, 5, 9, 7).getTime()
  expect(formatMinute(moment, local.getTime())).toBe('Jan 05 2025 09:07')
  expect(formatMinute(moment, moment)).toBe('Jan 05 09:07')
})

describe('formatRelative', () => {
  it.each([
    [0, 'just now'],
    [12_000, '12 s ago'],
    [200_000, '3 m ago'],
    [5 * 3_600_000, '5 h ago'],
    [50 * 3_600_000, '2 d ago'],
    [-180_000, 'in 3 m'],
  ])('writes %d ms before now as %s', (age, text) => {
    expect(formatRelative(1_000_000_000_000 - age, 1_000_000_000_000)).toBe(text)
  })
})
