import { describe, expect, it } from 'vitest'
import { timeMarks } from './time-label.ts'

describe('timeMarks', () => {
  it('gives round marks, never more than asked', () => {
    const from = Date.UTC(2026, 0, 31, 12, 3, 7) / 1000
    for (const width of [20, 300, 900, 3600, 86_400, 30 * 86_400]) {
      const { marks, step } = timeMarks(from, from + width, 8)
      expect(marks.length).toBeLessThanOrEqual(9)
      expect(marks.length).toBeGreaterThan(1)
      expect(marks.every((mark) => mark >= from && mark <= from + width)).toBe(true)
      if (step <= 900) expect(marks.every((mark) => mark % step === 0)).toBe(true)
    }
  })
})
