import { describe, expect, it } from 'vitest'
import { absoluteRange, describeRange, isMoving, resolveRange, widenRange } from './time-range.ts'

const now = new Date(2026, 10, 22, 14, 0).getTime()
const at = (hours: number, minutes = 0) => new Date(2026, 10, 22, hours, minutes).getTime()

it('resolves a relative range against the clock it is given', () => {
  expect(resolveRange({ from: 'now-15m', to: 'now' }, now)).toEqual({ from: now - 900_000, to: now })
})

it('puts the ends of a dragged range in order', () => {
  expect(absoluteRange(2000, 1000)).toEqual({ from: '1970-01-01T00:00:01.000Z', to: '1970-01-01T00:00:02.000Z' })
})

it('moves only while it ends now', () => {
  expect([isMoving({ from: 'now-1h', to: 'now' }), isMoving({ from: 'now-1h', to: 'now-5m' })]).toEqual([true, false])
})

describe('describeRange', () => {
  it.each([
    [{ from: 'now-15m', to: 'now' }, 'Last 15 minutes'],
    [{ from: 'now-1h', to: 'now' }, 'Last hour'],
    [{ from: 'now-45m', to: 'now' }, 'Last 45 minutes'],
    [{ from: 'now-1m', to: 'now' }, 'Last 1 minute'],
    [absoluteRange(at(9), at(11, 30)), 'Nov 22 09:00 – 11:30'],
    [absoluteRange(at(9) - 86_400_000, at(11)), 'Nov 21 09:00 – Nov 22 11:00'],
    [{ from: absoluteRange(at(9), at(10)).from, to: 'now' }, 'Nov 22 09:00 – now'],
  ])('calls %o "%s"', (range, text) => {
    expect(describeRange(range, now)).toBe(text)
  })
})

describe('widenRange', () => {
  it('takes the next longer preset and stays relative', () => {
    expect(widenRange({ from: 'now-15m', to: 'now' }, now)).toEqual({ from: 'now-30m', to: 'now' })
  })

  it('keeps the end of a fixed range', () => {
    expect(widenRange(absoluteRange(at(9), at(10)), now)).toEqual(absoluteRange(at(7), at(10)))
  })

  it('offers nothing beyond the longest preset', () => {
    expect(widenRange({ from: 'now-30d', to: 'now' }, now)).toBeNull()
  })
})
