import { describe, expect, it } from 'vitest'
import { barExtent, pan, tickLabel, timeTicks, zoom } from './time-ticks.ts'

describe('timeTicks', () => {
  it('gives round marks, never more than asked', () => {
    expect(timeTicks({ start: 0, end: 2_345_000 }, 6)).toEqual([0, 500_000, 1_000_000, 1_500_000, 2_000_000])
    for (const end of [1, 17, 999, 12_345, 7.7e9, 61e9, 3.6e12, 8e14])
      expect(timeTicks({ start: 0, end }, 8).length).toBeLessThanOrEqual(9)
  })

  it('counts in minutes where decimal steps would be odd', () => {
    expect(timeTicks({ start: 0, end: 300e9 }, 6)).toEqual([0, 60e9, 120e9, 180e9, 240e9, 300e9])
  })

  it('starts at the first round mark of a window in the middle', () => {
    expect(timeTicks({ start: 1_100, end: 1_900 }, 4)).toEqual([1_200, 1_400, 1_600, 1_800])
  })

  it('survives a trace without duration', () => {
    expect(timeTicks({ start: 0, end: 0 }, 5)).toEqual([0])
  })
})

describe('tickLabel', () => {
  it('writes the unit that reads best, without decimals that say nothing', () => {
    expect([0, 500e3, 1e6, 1.5e6].map((tick) => tickLabel(tick, 500e3))).toEqual(['0', '500 µs', '1 ms', '1.5 ms'])
    expect(tickLabel(2.0005e9, 500e3)).toBe('2.0005 s')
    expect([30e9, 60e9, 90e9, 3600e9].map((tick) => tickLabel(tick, 30e9))).toEqual(['30 s', '1 m', '1.5 m', '1 h'])
  })
})

describe('the window', () => {
  it('zooms about a point that stays in place, within the trace', () => {
    expect(zoom({ start: 0, end: 100 }, 50, 0.5, 100)).toEqual({ start: 25, end: 75 })
    expect(zoom({ start: 25, end: 75 }, 25, 10, 100)).toEqual({ start: 0, end: 100 })
  })

  it('pans to the ends and no further', () => {
    expect(pan({ start: 10, end: 30 }, -50, 100)).toEqual({ start: 0, end: 20 })
    expect(pan({ start: 10, end: 30 }, 500, 100)).toEqual({ start: 80, end: 100 })
  })
})

describe('barExtent', () => {
  it('clips a bar to the window', () => {
    expect(barExtent({ start: 0, duration: 100 }, { start: 25, end: 75 })).toEqual({ left: 0, width: 100 })
    expect(barExtent({ start: 50, duration: 100 }, { start: 0, end: 100 })).toEqual({ left: 50, width: 50 })
  })

  it('is null outside the window and zero wide for a moment inside', () => {
    expect(barExtent({ start: 80, duration: 5 }, { start: 0, end: 50 })).toBeNull()
    expect(barExtent({ start: 10, duration: 0 }, { start: 0, end: 50 })).toEqual({ left: 20, width: 0 })
  })
})
