import { describe, expect, it } from 'vitest'
import { formatCost, formatExactCost } from './format-cost.ts'

describe('formatCost', () => {
  it.each([
    [0, '$0'],
    [0.000_133_2, '$0.00013'],
    [0.0099, '$0.0099'],
    [0.01, '$0.01'],
    [0.415, '$0.42'],
    [12, '$12.00'],
    [1204.5, '$1,204.50'],
    [1.4e-7, '<$0.0001'],
  ])('shows %s as %s', (dollars, text) => {
    expect(formatCost(dollars)).toBe(text)
  })

  it('shows the digits of a sum that is to be checked, without those that floating point made up', () => {
    expect(formatExactCost((176 * 0.15 + 1024 * 0.075 + 50 * 0.6) / 1e6)).toBe('$0.0001332')
  })
})
