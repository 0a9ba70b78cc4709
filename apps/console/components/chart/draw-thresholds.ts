import type uPlot from 'uplot'
import type { ChartThreshold } from './chart-series.ts'
import { canvasColor, withOpacity } from './css-color.ts'

const font = '600 10.5px "Inter Variable", ui-sans-serif, system-ui, sans-serif'

/** Colours the part of the plot that lies beyond each threshold. Drawn first, below the lines. */
export function drawThresholdBands(plot: uPlot, thresholds: readonly ChartThreshold[]): void {
  const { ctx, bbox } = plot
  for (const { value, color, side } of thresholds) {
    const at = clamped(plot.valToPos(value, 'y', true), bbox)
    const [top, bottom] = side === 'above' ? [bbox.top, at] : [at, bbox.top + bbox.height]
    ctx.fillStyle = withOpacity(canvasColor(color), 0.07)
    ctx.fillRect(bbox.left, top, bbox.width, bottom - top)
  }
}

/**
 * Draws each threshold as a broken line with its label at the right; one beyond the scale has its label at that edge,
 * with an arrow.
 */
export function drawThresholdLines(
  plot: uPlot,
  thresholds: readonly ChartThreshold[],
  format: (value: number) => string,
): void {
  const { ctx, bbox } = plot
  const pixel = devicePixelRatio
  ctx.save()
  ctx.font = font.replace('10.5', String(10.5 * pixel))
  ctx.textAlign = 'right'
  ctx.lineWidth = 1.25 * pixel
  for (const { value, label, color } of thresholds) {
    const at = plot.valToPos(value, 'y', true)
    const inside = at >= bbox.top && at <= bbox.top + bbox.height
    const arrow = inside ? '' : at < bbox.top ? ' ↑' : ' ↓'
    const text = `${label ? `${label} ` : ''}${format(value)}${arrow}`
    const y = clamped(at, bbox)
    const isHigh = y - bbox.top < 16 * pixel
    ctx.strokeStyle = ctx.fillStyle = canvasColor(color)
    if (inside) {
      ctx.setLineDash([5 * pixel, 4 * pixel])
      ctx.beginPath()
      ctx.moveTo(bbox.left, y)
      ctx.lineTo(bbox.left + bbox.width, y)
      ctx.stroke()
    }
    ctx.textBaseline = isHigh ? 'top' : 'bottom'
    const baseline = isHigh ? y + 3 * pixel : y - 3 * pixel
    const width = ctx.measureText(text).width
    const right = bbox.left + bbox.width - 4 * pixel
    // A label over the lines is read on the page's own ground.
    ctx.globalAlpha = 0.82
    ctx.fillStyle = canvasColor('--background')
    ctx.fillRect(
      right - width - 3 * pixel,
      isHigh ? baseline - 1 * pixel : baseline - 13 * pixel,
      width + 6 * pixel,
      14 * pixel,
    )
    ctx.globalAlpha = 1
    ctx.fillStyle = canvasColor(color)
    ctx.fillText(text, right, baseline)
  }
  ctx.restore()
}

function clamped(y: number, bbox: uPlot.BBox): number {
  return Math.min(Math.max(y, bbox.top), bbox.top + bbox.height)
}
