import { describe, expect, it } from 'vitest'
import { createSeenRows } from './seen-rows.ts'

describe('createSeenRows', () => {
  it('remembers a key until it is too old, or the clock stepped back behind it', () => {
    let time = 1_000
    const seen = createSeenRows({ entriesMax: 10, ageMaxMs: 100, now: () => time })
    expect(seen.has('a')).toBe(false)
    seen.add(['a'])
    time = 1_099
    expect(seen.has('a')).toBe(true)
    time = 1_100
    expect(seen.has('a')).toBe(false)
    time = 900
    expect(seen.has('a')).toBe(false)
  })

  it('never holds more than its maximum, and forgets the oldest first', () => {
    const seen = createSeenRows({ entriesMax: 2, ageMaxMs: 100, now: () => 0 })
    seen.add(['a', 'b'])
    seen.add(['a', 'c'])
    expect(['a', 'b', 'c'].map(seen.has)).toEqual([true, false, true])
  })
})
