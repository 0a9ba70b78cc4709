import { describe, expect, it } from 'vitest'
import { parseTypedRange } from './parse-typed-range.ts'
import { absoluteRange } from './time-range.ts'

const now = new Date(2026, 10, 22, 14, 0).getTime()
const at = (day: number, hours: number, minutes = 0) => new Date(2026, 10, day, hours, minutes).getTime()

describe('parseTypedRange', () => {
  it.each([
    ['last 45 m', 'now-45m'],
    ['45m', 'now-45m'],
    ['45 min', 'now-45m'],
    ['past 2 hours', 'now-2h'],
    ['last hour', 'now-1h'],
    ['10 minutes ago', 'now-10m'],
    ['now-3d', 'now-3d'],
    ['2 weeks', 'now-14d'],
    ['  LAST 30 SECONDS ', 'now-30s'],
  ])('keeps %j relative', (text, from) => {
    expect(parseTypedRange(text, now)).toEqual({ from, to: 'now' })
  })

  it.each([
    ['yesterday', at(21, 0), at(22, 0)],
    ['yesterday 9-11', at(21, 9), at(21, 11)],
    ['yesterday 9:30 to 11:15', at(21, 9, 30), at(21, 11, 15)],
    ['14:00-15:30', at(22, 14), at(22, 15, 30)],
    ['2026-11-02', at(2, 0), at(3, 0)],
    ['2026-11-02 9-11', at(2, 9), at(2, 11)],
    ['2026-11-02 12:00 to 13:00', at(2, 12), at(2, 13)],
    ['2026-11-02 12:00 - 2026-11-04 08:30', at(2, 12), at(4, 8, 30)],
    ['2026-11-02 12:00 to now', at(2, 12), now],
  ])('reads %j in local time', (text, from, to) => {
    expect(parseTypedRange(text, now)).toEqual(absoluteRange(from, to))
  })

  it('lets today move on', () => {
    expect(parseTypedRange('today', now)).toEqual({ from: new Date(at(22, 0)).toISOString(), to: 'now' })
  })

  it('takes ISO times with their zone', () => {
    expect(parseTypedRange('2026-01-31T12:00:00Z to 2026-01-31T13:00:00Z', now)).toEqual({
      from: '2026-01-31T12:00:00.000Z',
      to: '2026-01-31T13:00:00.000Z',
    })
  })

  it.each(['', 'soon', '0 m', '2026-02-30', '15:00-14:00', 'last', '9-99', 'yesterday lunch'])('refuses %j', (text) => {
    expect(parseTypedRange(text, now)).toBeNull()
  })
})
