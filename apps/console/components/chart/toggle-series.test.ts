import { describe, expect, it } from 'vitest'
import { toggleSeries } from './toggle-series.ts'

const keys = ['a', 'b', 'c']

describe('toggleSeries', () => {
  it('shows one alone, and all again where it was alone', () => {
    const alone = toggleSeries(keys, new Set(['a']), 'a', 'alone')
    expect([...alone]).toEqual(['b', 'c'])
    expect([...toggleSeries(keys, alone, 'a', 'alone')]).toEqual([])
    expect([...toggleSeries(keys, alone, 'b', 'alone')]).toEqual(['a', 'c'])
  })

  it('hides one beside the others, and shows it again', () => {
    const hidden = toggleSeries(keys, new Set(['a']), 'b', 'hide')
    expect([...hidden]).toEqual(['a', 'b'])
    expect([...toggleSeries(keys, hidden, 'b', 'hide')]).toEqual(['a'])
  })
})
