import { describe, expect, it } from 'vitest'
import { chartCsv } from './chart-csv.ts'

describe('chartCsv', () => {
  it('has a row for each moment and a column for each series, and leaves gaps empty', () => {
    const series = [
      { label: 'a', values: [1.5, null] },
      { label: 'b', values: [-2, 1e21] },
    ]
    expect(chartCsv([1_700_000_000, 1_700_000_060], series)).toBe(
      'time,a,b\r\n2023-11-14T22:13:20.000Z,1.5,-2\r\n2023-11-14T22:14:20.000Z,,1e+21\r\n',
    )
  })

  it('quotes what would break a row, and lets no name be a formula', () => {
    const header = chartCsv(
      [],
      [
        { label: 'say "a,b"', values: [] },
        { label: '=1+1', values: [] },
      ],
    )
    expect(header).toBe(`time,"say ""a,b""",'=1+1\r\n`)
  })
})
