import { parseSearch } from '@hanzo/search'
import { describe, expect, it } from 'vitest'
import { durationText, figureSearch, narrowSearch, serviceSearch } from './red-search.ts'

describe('what stands behind a number', () => {
  const red = { spanCount: 10, errorCount: 1, p50: 1_500_000, p95: 44_587_982, p99: null }

  it('is a search that the language reads', () => {
    const search = serviceSearch('pay ments', 'requests')
    expect(search).toBe('service:"pay ments" kind:(server OR consumer)')
    expect(serviceSearch('worker', 'spans')).toBe('service:worker')
    expect(figureSearch(search, 'errors', red)).toBe(`${search} status:error`)
    expect(figureSearch(search, 'p95', red)).toBe(`${search} duration:>=44.5ms`)
    expect(figureSearch(search, 'p99', red)).toBe(search)
    expect(figureSearch('', 'rate', red)).toBe('')
    for (const figure of ['rate', 'errors', 'p50', 'p95', 'p99'] as const) {
      expect(() => parseSearch(figureSearch(search, figure, red))).not.toThrow()
    }
  })

  it('leaves no span out by rounding', () => {
    for (const duration of [1, 999, 1001, 12_345, 44_587_982, 999_999_999, 1_234_567_890, 86_400e9]) {
      const text = durationText(duration)
      const unit = { ns: 1, us: 1e3, ms: 1e6, s: 1e9 }[text.replace(/[\d.]/g, '') as 's'] ?? 0
      const value = Number.parseFloat(text) * unit
      expect(value).toBeLessThanOrEqual(duration)
      expect(value).toBeGreaterThan(duration * 0.98)
    }
  })
})

describe('a search with one more term', () => {
  it('finds less, whatever it was', () => {
    expect(narrowSearch('', 'a:b')).toBe('a:b')
    expect(narrowSearch('x y', '-a:b')).toBe('x y -a:b')
    expect(narrowSearch('x OR y', 'a:b')).toBe('(x OR y) a:b')
    expect(narrowSearch('(x OR y)', 'a:b')).toMatch(/^\(+x OR y\)+ a:b$/)
  })
})
