import { describe, expect, it } from 'vitest'
import { treemapLayout } from './treemap-layout.ts'

const sizes = [500, 433, 78, 25, 25, 7, 3, 1, 1, 0, -4]
const items = sizes.map((size, index) => ({ key: `m${index}`, size }))

describe('treemapLayout', () => {
  const tiles = treemapLayout(items, 600, 400)

  it('gives each item its share of the area, and none to nothing', () => {
    const total = 1073
    expect(tiles).toHaveLength(9)
    for (const { key, width, height } of tiles) {
      const { size = 0 } = items.find((item) => item.key === key) ?? {}
      expect(width * height).toBeCloseTo((size / total) * 240_000, 3)
    }
  })

  it('covers the area without a tile over another', () => {
    for (const a of tiles) {
      expect(a.left + a.width).toBeLessThanOrEqual(600 + 1e-6)
      expect(a.top + a.height).toBeLessThanOrEqual(400 + 1e-6)
      for (const b of tiles) {
        if (a === b) continue
        const across = Math.min(a.left + a.width, b.left + b.width) - Math.max(a.left, b.left)
        const down = Math.min(a.top + a.height, b.top + b.height) - Math.max(a.top, b.top)
        expect(across > 1e-6 && down > 1e-6).toBe(false)
      }
    }
  })

  it('keeps tiles of like size near squares', () => {
    const even = treemapLayout(
      Array.from({ length: 20 }, (_, index) => ({ key: String(index), size: 1 })),
      600,
      400,
    )
    for (const { width, height } of even) expect(Math.max(width / height, height / width)).toBeLessThan(2)
  })

  it('has no tile for no items or no room', () => {
    expect(treemapLayout([], 600, 400)).toEqual([])
    expect(treemapLayout(items, 0, 400)).toEqual([])
  })
})
