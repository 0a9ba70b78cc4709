import { describe, expect, it } from 'vitest'
import { formatDuration } from './format-duration.ts'

describe('formatDuration', () => {
  it.each([
    ['0', '0 ns'],
    ['870', '870 ns'],
    ['1500', '1.50 µs'],
    ['870000', '870 µs'],
    ['12345678', '12.3 ms'],
    ['999600', '1.00 ms'],
    ['482000000', '482 ms'],
    ['1240000000', '1.24 s'],
    ['59990000000', '60.0 s'],
    ['134000000000', '2 m 14 s'],
    ['3780000000000', '1 h 03 m'],
    ['187200000000000', '2 d 04 h'],
  ])('writes %s ns as %s', (nanoseconds, text) => {
    expect(formatDuration(nanoseconds)).toBe(text)
  })

  it('keeps the sign of a clock that went backwards', () => {
    expect(formatDuration('-1500000')).toBe('−1.50 ms')
  })
})
