import type { SpanHeatmap } from '@hanzo/schema/api'
import { describe, expect, it } from 'vitest'
import { cellAt, cellRange, countIn, durationMarks, selectionOf, selectionPlace, shadeOf } from './heatmap-layout.ts'
import { parseAsSelection } from './heatmap-selection.ts'

const heatmap: SpanHeatmap = {
  bucketSeconds: 60,
  times: [600, 660, 720, 780],
  durations: [1_000_000, 2_000_000, 4_000_000, 8_000_000],
  cells: [
    [0, 0, 100],
    [1, 2, 3],
    [3, 1, 5],
  ],
  receipt: { rowsRead: 0, bytesRead: 0, elapsedMilliseconds: 0, sql: '' },
}

describe('the cells of a heatmap', () => {
  it('are found by their place, the longest durations at the top', () => {
    expect(cellAt(heatmap, 0, 0)).toEqual({ column: 0, row: 2 })
    expect(cellAt(heatmap, 0.99, 0.99)).toEqual({ column: 3, row: 0 })
    expect(cellAt(heatmap, 2, -1)).toEqual({ column: 3, row: 2 })
    expect(cellAt({ ...heatmap, durations: [], cells: [] }, 0.5, 0.5)).toEqual({ column: 2, row: 0 })
  })

  it('make a selection of whole cells, whichever corner it began at', () => {
    const range = cellRange({ column: 2, row: 0 }, { column: 1, row: 2 })
    expect(selectionOf(heatmap, range)).toEqual({ from: 660, to: 780, least: 1_000_000, most: 8_000_000 })
    expect(countIn(heatmap, range)).toBe(3)
  })

  it('place a selection where its cells are, also after the scale has changed', () => {
    const selection = selectionOf(heatmap, { firstColumn: 1, lastColumn: 2, firstRow: 1, lastRow: 1 })
    const place = selectionPlace(heatmap, selection)
    expect(place?.left).toBeCloseTo(0.25)
    expect(place?.right).toBeCloseTo(0.75)
    expect(place?.top).toBeCloseTo(1 / 3)
    expect(place?.bottom).toBeCloseTo(2 / 3)
    expect(selectionPlace(heatmap, { ...selection, from: 5000, to: 6000 })).toBeNull()
    expect(selectionPlace({ ...heatmap, durations: [] }, selection)).toBeNull()
  })

  it('show a single span among thousands', () => {
    expect(shadeOf(1, 1e6)).toBeGreaterThan(0.1)
    expect(shadeOf(1e6, 1e6)).toBe(1)
    expect(shadeOf(0, 10)).toBe(0)
  })

  it('have marks at round durations, not too many', () => {
    expect(durationMarks({ ...heatmap, durations: [500, 2e9] }, 10)).toEqual([1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9])
    expect(durationMarks({ ...heatmap, durations: [500, 2e9] }, 4)).toHaveLength(4)
    expect(durationMarks({ ...heatmap, durations: [] }, 4)).toEqual([])
  })
})

describe('a selection in the address', () => {
  it('is read as it was written', () => {
    const selection = { from: 600, to: 660, least: 0, most: 8_000_000 }
    expect(parseAsSelection.parse(parseAsSelection.serialize(selection))).toEqual(selection)
  })

  it.each(['', '1-2', '2-1~0-5', '1-2~5-5', 'a-b~c-d', '1-2~3'])('counts as absent when it is %j', (text) =>
    expect(parseAsSelection.parse(text)).toBeNull(),
  )
})
