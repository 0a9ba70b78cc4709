import { describe, expect, it } from 'vitest'
import { selfTime } from './self-time.ts'

const interval = (start: number, end: number) => ({ start, end })

describe('selfTime', () => {
  it('is the whole duration without children', () => {
    expect(selfTime(interval(10, 30), [])).toBe(20)
  })

  it('counts children that overlap once', () => {
    expect(selfTime(interval(0, 100), [interval(10, 40), interval(20, 30), interval(35, 60)])).toBe(50)
  })

  it('subtracts only what lies within the span', () => {
    expect(selfTime(interval(100, 200), [interval(50, 110), interval(190, 400), interval(500, 600)])).toBe(80)
  })

  it('is never negative', () => {
    expect(selfTime(interval(100, 200), [interval(0, 400), interval(50, 300)])).toBe(0)
  })
})
