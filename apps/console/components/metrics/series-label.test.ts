import { describe, expect, it } from 'vitest'
import { seriesKey, seriesLabel } from './series-label.ts'

describe('seriesLabel', () => {
  it('says the value where one key groups, and key and value where several do', () => {
    expect(seriesLabel({}, 'avg')).toBe('avg of all series')
    expect(seriesLabel({ 'http.route': '/cart' }, 'avg')).toBe('/cart')
    expect(seriesLabel({ 'http.route': '' }, 'avg')).toBe('(no http.route)')
    expect(seriesLabel({ a: '1', b: '' }, 'avg')).toBe('a=1  b=–')
  })

  it('gives a line the same key whatever the order of its labels', () => {
    expect(seriesKey({ a: '1', b: '2' })).toBe(seriesKey({ b: '2', a: '1' }))
  })
})
