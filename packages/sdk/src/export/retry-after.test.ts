import { describe, expect, it } from 'vitest'
import { retryAfterMillis } from './retry-after.ts'

const now = Date.parse('2026-01-01T00:00:00Z')
const read = (headers: Record<string, string>) =>
  retryAfterMillis(new Headers(headers), { maxMillis: 300_000, now: () => now })

describe('Retry-After', () => {
  it.each([
    ['0', 0],
    ['7', 7000],
    [' 1.5 ', 1500],
    ['99999999', 300_000],
  ])('reads %j seconds, up to the limit', (value, millis) => expect(read({ 'retry-after': value })).toBe(millis))

  it('reads a date, and one in the past as now', () => {
    expect(read({ 'retry-after': 'Thu, 01 Jan 2026 00:01:00 GMT' })).toBe(60_000)
    expect(read({ 'retry-after': 'Wed, 31 Dec 2025 00:01:00 GMT' })).toBe(0)
  })

  it('compares a date with the clock of the server that wrote it', () => {
    const headers = { 'retry-after': 'Thu, 01 Jan 2026 05:00:10 GMT', date: 'Thu, 01 Jan 2026 05:00:00 GMT' }
    expect(read(headers)).toBe(10_000)
  })

  it.each(['', 'soon', '-5', '1e3', 'NaN'])('takes %j for no answer', (value) =>
    expect(read({ 'retry-after': value })).toBeUndefined(),
  )

  it('is undefined without the header', () => expect(read({})).toBeUndefined())
})
