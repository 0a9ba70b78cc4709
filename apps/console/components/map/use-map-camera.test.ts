import { describe, expect, it } from 'vitest'
import { firstCamera, fitCamera, revealPlace, zoomCamera } from './use-map-camera.ts'

describe('the camera of a map', () => {
  it('shows the whole map in the middle, and a small one no larger than it is', () => {
    expect(fitCamera({ width: 1000, height: 100 }, { width: 500, height: 500 })).toEqual({ scale: 0.5, x: 0, y: 225 })
    expect(fitCamera({ width: 100, height: 100 }, { width: 500, height: 300 })).toEqual({ scale: 1, x: 200, y: 100 })
  })

  it('keeps what lies under the pointer there, as far as it may zoom', () => {
    const camera = { scale: 1, x: 30, y: -20 }
    const at = { x: 200, y: 100 }
    const onMap = ({ scale, x, y }: typeof camera) => [(at.x - x) / scale, (at.y - y) / scale]
    for (const factor of [0.001, 0.5, 1.3, 1000]) {
      const zoomed = zoomCamera(camera, factor, at)
      for (const [index, place] of onMap(zoomed).entries()) expect(place).toBeCloseTo(onMap(camera)[index] ?? 0)
      expect(zoomed.scale).toBeGreaterThanOrEqual(0.15)
      expect(zoomed.scale).toBeLessThanOrEqual(2.5)
    }
  })

  it('begins with what can be read of a map that is too wide, where calls begin', () => {
    const view = { width: 500, height: 300 }
    expect(firstCamera({ width: 400, height: 100 }, view)).toEqual(fitCamera({ width: 400, height: 100 }, view))
    const wide = firstCamera({ width: 5000, height: 100 }, view)
    expect(wide.scale).toBeGreaterThanOrEqual(0.5)
    expect(wide.x).toBe(0)
  })

  it('brings a place into view, and moves no farther than that', () => {
    const view = { width: 500, height: 300 }
    const camera = { scale: 1, x: 0, y: 0 }
    expect(revealPlace(camera, view, { x: 200, y: 100 }, 50)).toEqual(camera)
    expect(revealPlace(camera, view, { x: 900, y: -100 }, 50)).toEqual({ scale: 1, x: -450, y: 150 })
  })
})
