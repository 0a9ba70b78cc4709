import { describe, expect, it } from 'vitest'
import { levelOf, parseThreshold, type Threshold, thresholdsOf, writeThreshold } from './threshold.ts'

const slow: Threshold = { value: 0.5, of: 'A', level: 'error', side: 'above', label: 'SLO: p95' }

describe('thresholds', () => {
  it('stand in the address and come back as they were', () => {
    expect(parseThreshold(writeThreshold(slow))).toEqual(slow)
    expect(parseThreshold('-3e2:warn:below::')).toEqual({
      ...{ value: -300, of: '', level: 'warn', side: 'below', label: '' },
    })
  })

  it('are left out where they cannot be read', () => {
    for (const text of [
      '',
      '5',
      'x:error:above::',
      ' :error:above::',
      'Infinity:ok:above::a',
      '5:red:above::a',
      '5:ok:above:a',
    ])
      expect(parseThreshold(text)).toBeNull()
  })

  it('are about one query, or about the first where none is named', () => {
    const all = [slow, { ...slow, of: '' }, { ...slow, of: 'F1' }]
    const of = (resultIds: string[], isFirst: boolean) =>
      thresholdsOf(all, { resultIds, isFirst }).map((threshold) => threshold.of)
    expect(of(['A'], true)).toEqual(['A', ''])
    expect(of(['B', 'F1'], false)).toEqual(['F1'])
  })

  it('tell the worst that a value reaches, from either side', () => {
    const all: Threshold[] = [
      slow,
      { ...slow, value: 0.2, level: 'warn' },
      { ...slow, value: 0.01, level: 'ok', side: 'below' },
    ]
    expect([0.6, 0.5, 0.3, 0.1, 0.01, null].map((value) => levelOf(value, all))).toEqual([
      'error',
      'error',
      'warn',
      null,
      'ok',
      null,
    ])
  })
})
