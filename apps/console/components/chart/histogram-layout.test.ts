import { describe, expect, it } from 'vitest'
import { bucketAt, histogramLayout, selectedRange } from './histogram-layout.ts'

const series = [
  { key: 'ok', label: 'OK', colorVariable: '--status-ok' },
  { key: 'error', label: 'Error', colorVariable: '--status-error' },
]

describe('histogramLayout', () => {
  it('stacks the series from the bottom, the tallest bar at full height', () => {
    const layout = histogramLayout(
      [
        { timeUnixSeconds: 100, counts: { ok: 3, error: 1 } },
        { timeUnixSeconds: 110, counts: { ok: 2 } },
      ],
      10,
      series,
    )
    expect(layout).toMatchObject({ from: 100, to: 120, bucketCount: 2, peak: 4, totals: { ok: 5, error: 1 } })
    expect(layout.parts).toEqual([
      { key: 'ok', x: 0, y: 0.25, height: 0.75 },
      { key: 'error', x: 0, y: 0, height: 0.25 },
      { key: 'ok', x: 1, y: 0.5, height: 0.5 },
    ])
  })

  it('leaves room for buckets without records, and keeps the whole range on the axis', () => {
    const layout = histogramLayout([{ timeUnixSeconds: 130, counts: { ok: 1 } }], 10, series, { from: 103, to: 168 })
    expect(layout).toMatchObject({ from: 100, to: 170, bucketCount: 7 })
    expect(layout.parts[0]?.x).toBe(3)
  })

  it('keeps one error visible among thousands, inside the drawing', () => {
    const layout = histogramLayout([{ timeUnixSeconds: 0, counts: { ok: 100_000, error: 1 } }], 10, series)
    const error = layout.parts.find((part) => part.key === 'error')
    expect(layout.parts.every((part) => part.y >= 0)).toBe(true)
    expect(error?.height).toBeGreaterThan(0.02)
  })

  it('is empty, not broken, without buckets', () => {
    expect(histogramLayout([], 10, series)).toMatchObject({ peak: 0, parts: [], bucketCount: 1 })
  })
})

describe('selection', () => {
  const layout = histogramLayout(
    [
      { timeUnixSeconds: 100, counts: {} },
      { timeUnixSeconds: 190, counts: {} },
    ],
    10,
    series,
  )

  it('snaps to whole buckets in either direction', () => {
    expect(bucketAt(layout, 0.55)).toBe(5)
    expect(bucketAt(layout, 1)).toBe(9)
    expect(selectedRange(layout, 10, 6, 2)).toEqual({ from: 120, to: 170 })
  })
})
