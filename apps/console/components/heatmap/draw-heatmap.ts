import type { SpanHeatmap } from '@hanzo/schema/api'
import { canvasColor } from '@/components/chart/css-color.ts'
import { rowCount, shadeOf } from './heatmap-layout.ts'

/** Draws the cells over the whole canvas, in pixels of the device. */
export function drawHeatmap(canvas: HTMLCanvasElement, heatmap: SpanHeatmap): void {
  const context = canvas.getContext('2d')
  if (!context) return
  const { width, height } = canvas
  context.clearRect(0, 0, width, height)
  const rows = rowCount(heatmap)
  const columns = heatmap.times.length
  if (rows === 0 || columns === 0) return
  const most = heatmap.cells.reduce((peak, [, , spans]) => Math.max(peak, spans), 0)
  const gap = width / columns > 5 * devicePixelRatio ? devicePixelRatio : 0
  context.fillStyle = canvasColor('--accent')
  for (const [column, row, spans] of heatmap.cells) {
    const left = Math.round((column * width) / columns)
    const right = Math.round(((column + 1) * width) / columns)
    const top = Math.round(((rows - 1 - row) * height) / rows)
    const bottom = Math.round(((rows - row) * height) / rows)
    context.globalAlpha = shadeOf(spans, most)
    context.fillRect(left, top, Math.max(1, right - left - gap), Math.max(1, bottom - top - gap))
  }
  context.globalAlpha = 1
}
