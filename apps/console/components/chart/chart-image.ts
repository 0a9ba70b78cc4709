import type { ChartSeries } from './chart-series.ts'
import { canvasColor } from './css-color.ts'

/** A drawn chart with what is written above and below it in an image. */
export interface ChartPicture {
  title: string
  canvas: HTMLCanvasElement
  legend: readonly Pick<ChartSeries, 'label' | 'color'>[]
}

const legendMost = 24
const margin = 16
const titleHeight = 26
const rowHeight = 18
const columnWidth = 260

/** Charts as one PNG, one below the other, in the theme of this moment. @returns `null` where the browser makes none. */
export function chartImage(pictures: readonly ChartPicture[]): Promise<Blob | null> {
  const scale = devicePixelRatio
  const width = Math.max(1, ...pictures.map(({ canvas }) => canvas.width / scale)) + 2 * margin
  const columns = Math.max(1, Math.floor((width - 2 * margin) / columnWidth))
  const heightOf = ({ canvas, legend }: ChartPicture) =>
    titleHeight +
    canvas.height / scale +
    Math.ceil(Math.min(legend.length, legendMost + 1) / columns) * rowHeight +
    margin
  const image = document.createElement('canvas')
  image.width = Math.round(width * scale)
  image.height = Math.round((margin + pictures.reduce((sum, picture) => sum + heightOf(picture), 0)) * scale)
  const context = image.getContext('2d')
  if (!context) return Promise.resolve(null)
  context.scale(scale, scale)
  context.fillStyle = canvasColor('--background')
  context.fillRect(0, 0, width, image.height / scale)
  let top = margin
  for (const picture of pictures) {
    drawPicture(context, picture, top, columns)
    top += heightOf(picture)
  }
  return new Promise((resolve) => image.toBlob(resolve, 'image/png'))
}

function drawPicture(context: CanvasRenderingContext2D, picture: ChartPicture, top: number, columns: number): void {
  const { title, canvas, legend } = picture
  const family = '"Inter Variable", ui-sans-serif, system-ui, sans-serif'
  context.textBaseline = 'top'
  context.fillStyle = canvasColor('--foreground')
  context.font = `600 13px ${family}`
  context.fillText(title, margin, top)
  const height = canvas.height / devicePixelRatio
  context.drawImage(canvas, margin, top + titleHeight, canvas.width / devicePixelRatio, height)
  context.font = `11px ${family}`
  const shown = legend.slice(0, legendMost)
  shown.forEach(({ label, color }, index) => {
    const x = margin + (index % columns) * columnWidth
    const y = top + titleHeight + height + 4 + Math.floor(index / columns) * rowHeight
    context.fillStyle = canvasColor(color)
    context.fillRect(x, y + 4, 10, 3)
    context.fillStyle = canvasColor('--muted')
    context.fillText(shortened(context, label, columnWidth - 26), x + 15, y)
  })
  if (legend.length <= legendMost) return
  const place = shown.length
  const y = top + titleHeight + height + 4 + Math.floor(place / columns) * rowHeight
  context.fillText(`and ${legend.length - legendMost} more`, margin + (place % columns) * columnWidth, y)
}

function shortened(context: CanvasRenderingContext2D, text: string, most: number): string {
  if (context.measureText(text).width <= most) return text
  let end = text.length
  while (end > 1 && context.measureText(`${text.slice(0, end)}…`).width > most) end -= 1
  return `${text.slice(0, end)}…`
}
