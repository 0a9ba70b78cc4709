import { canvasColor } from '@/components/chart/css-color.ts'
import { shadeOf } from './heatmap-layout.ts'

/** Counts by column from the left and row from the bottom; cells that are left out have none. */
export interface HeatGrid {
  columnCount: number
  rowCount: number
  cells: readonly (readonly [column: number, row: number, count: number])[]
}

/** Draws the cells over the whole canvas, in pixels of the device. */
export function drawHeatmap(canvas: HTMLCanvasElement, grid: HeatGrid): void {
  const context = canvas.getContext('2d')
  if (!context) return
  const { width, height } = canvas
  context.clearRect(0, 0, width, height)
  const { rowCount, columnCount, cells } = grid
  if (rowCount === 0 || columnCount === 0) return
  const most = cells.reduce((peak, [, , count]) => Math.max(peak, count), 0)
  const gap = width / columnCount > 5 * devicePixelRatio ? devicePixelRatio : 0
  context.fillStyle = canvasColor('--accent')
  for (const [column, row, count] of cells) {
    const left = Math.round((column * width) / columnCount)
    const right = Math.round(((column + 1) * width) / columnCount)
    const top = Math.round(((rowCount - 1 - row) * height) / rowCount)
    const bottom = Math.round(((rowCount - row) * height) / rowCount)
    context.globalAlpha = shadeOf(count, most)
    context.fillRect(left, top, Math.max(1, right - left - gap), Math.max(1, bottom - top - gap))
  }
  context.globalAlpha = 1
}
