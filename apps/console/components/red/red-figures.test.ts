import { describe, expect, it } from 'vitest'
import { changeOf, figureOf, formatRate, formatShare, redChangeOf } from './red-figures.ts'

const red = (spanCount: number, errorCount = 0) => ({ spanCount, errorCount, p50: null, p95: null, p99: null })

describe('figures', () => {
  it('have no share of errors where nothing was counted', () => {
    expect(figureOf(red(0), 'errors', 60)).toBeNull()
    expect(figureOf(red(200, 50), 'errors', 60)).toBe(0.25)
    expect(figureOf(red(120), 'rate', 60)).toBe(2)
  })

  it.each([
    [0, '0/s'],
    [1234, '1.2k/s'],
    [42, '42/s'],
    [1.44, '1.4/s'],
    [0.2, '12/min'],
    [0.001, '3.6/h'],
  ])('write a rate of %f as %s', (rate, text) => expect(formatRate(rate)).toBe(text))

  it.each([
    [0, '0 %'],
    [0.000_01, '< 0.1 %'],
    [0.004, '0.4 %'],
    [0.5, '50 %'],
  ])('write a share of %f as %s', (share, text) => expect(formatShare(share)).toBe(text))
})

describe('changes', () => {
  it('tell the better from the worse by what a figure means', () => {
    expect(changeOf('rate', 2, 1)).toEqual({ text: '+100 %', tone: 'plain' })
    expect(changeOf('p95', 2, 1)).toEqual({ text: '+100 %', tone: 'worse' })
    expect(changeOf('p95', 1, 2)).toEqual({ text: '−50 %', tone: 'better' })
    expect(changeOf('errors', 0.02, 0.01)).toEqual({ text: '+1 pt', tone: 'worse' })
    expect(changeOf('rate', 50, 1)).toEqual({ text: '×50', tone: 'plain' })
  })

  it('are not told where there is nothing to compare, or hardly any', () => {
    expect(changeOf('p95', null, 1)).toBeNull()
    expect(changeOf('p95', 1, null)).toBeNull()
    expect(changeOf('rate', 1.001, 1)).toBeNull()
    expect(changeOf('errors', 0.0101, 0.01)).toBeNull()
    expect(changeOf('rate', 0, 0)).toBeNull()
    expect(changeOf('rate', 1, 0)).toEqual({ text: 'new', tone: 'plain' })
  })

  it('of shares and durations are not told of a handful of spans', () => {
    const few = { current: red(1000, 500), previous: red(3, 3) }
    expect(redChangeOf('errors', few, 60)).toBeNull()
    expect(redChangeOf('rate', few, 60)).toEqual({ text: 'new', tone: 'plain' })
    expect(redChangeOf('errors', { current: red(1000, 500), previous: red(1000) }, 60)?.text).toBe('+50 pt')
  })
})
