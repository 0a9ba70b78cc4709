import { canvasColor } from '@/components/chart/css-color.ts'
import type { LaneLayout } from './model/lane-layout.ts'
import type { SpanColors } from './model/span-colors.ts'
import type { TimeAxis } from './model/time-axis.ts'
import { nodeFlag, operationAt, type TraceTree } from './model/trace-tree.ts'
import type { TimeWindow } from './time-ticks.ts'

export const laneHeight = 18
const barHeight = 16
/** Below this width a bar has no room for a name. */
const labelFrom = 36
const characterWidth = 6.2

export interface SpanPicture {
  tree: TraceTree
  layout: LaneLayout
  colors: SpanColors
  axis: TimeAxis
  window: TimeWindow
  cursor: number
  /** While a search is on: what it found; all else is pale. */
  isFound: Uint8Array | undefined
}

/** Draws the lines that are in sight. Of bars that share a pixel one is drawn: no picture costs more than its pixels. */
export function drawSpans(canvas: HTMLCanvasElement, scrollTop: number, picture: SpanPicture): void {
  const box = canvas.parentElement?.parentElement
  const context = canvas.getContext('2d')
  if (!box || !context || box.clientWidth === 0) return
  const ratio = devicePixelRatio
  const width = box.clientWidth
  const height = box.clientHeight
  canvas.width = Math.round(width * ratio)
  canvas.height = Math.round(height * ratio)
  canvas.style.height = `${height}px`
  context.scale(ratio, ratio)
  context.font = '11px Inter Variable, Inter, sans-serif'
  context.textBaseline = 'middle'
  const first = Math.floor(scrollTop / laneHeight)
  const last = Math.ceil((scrollTop + height) / laneHeight)
  const bars = createBars(context, picture, width)
  const drawnUntil = new Float64Array(Math.max(last - first + 1, 0)).fill(-1)
  const { tree, layout, cursor } = picture
  for (let index = 0; index < tree.count; index += 1) {
    const lane = layout.lane[index] ?? -1
    if (lane < first || lane > last) continue
    bars.add(index, lane * laneHeight - scrollTop, drawnUntil, lane - first)
  }
  const cursorLane = layout.lane[cursor] ?? -1
  if (cursorLane >= first && cursorLane <= last) bars.outline(cursor, cursorLane * laneHeight - scrollTop)
  drawHeads(context, picture, scrollTop, width)
}

function createBars(context: CanvasRenderingContext2D, picture: SpanPicture, width: number) {
  const { tree, colors, axis, window, isFound } = picture
  const scale = width / (window.end - window.start || 1)
  const paints = new Map(colors.legend.map(({ color }) => [color, paintOf(canvasColor(color))]))
  const fallback = paintOf(canvasColor('--subtle'))
  const error = canvasColor('--status-error')
  const outline = canvasColor('--foreground')
  const extent = (index: number) => {
    const start = tree.start[index] ?? 0
    const left = (axis.positionOf(start) - window.start) * scale
    const right = (axis.positionOf(start + (tree.duration[index] ?? 0)) - window.start) * scale
    return { left, right }
  }
  return {
    add(index: number, top: number, drawnUntil: Float64Array, line: number): void {
      const { left, right } = extent(index)
      if (right < 0 || left > width) return
      const isError = ((tree.flags[index] ?? 0) & nodeFlag.error) !== 0
      if (right < (drawnUntil[line] ?? 0) + 0.5 && !isError) return
      drawnUntil[line] = right
      const from = Math.max(left, 0)
      const barWidth = Math.max(Math.min(right, width) - from - 0.5, 1)
      const paint = paints.get(colors.at(index)) ?? fallback
      context.globalAlpha = isFound && isFound[index] !== 1 ? 0.25 : 1
      context.fillStyle = paint.fill
      context.fillRect(from, top, barWidth, barHeight)
      if (isError) {
        context.fillStyle = error
        context.fillRect(from, top + barHeight - 3, barWidth, 3)
      }
      if (barWidth < labelFrom) return
      context.fillStyle = paint.ink
      context.fillText(labelOf(tree, index, barWidth), from + 4, top + barHeight / 2 + 0.5)
    },
    outline(index: number, top: number): void {
      const { left, right } = extent(index)
      context.globalAlpha = 1
      context.strokeStyle = outline
      context.lineWidth = 2
      context.strokeRect(
        Math.max(left, 1),
        top + 1,
        Math.max(Math.min(right, width - 1) - Math.max(left, 1), 2),
        barHeight - 2,
      )
    },
  }
}

function labelOf(tree: TraceTree, index: number, width: number): string {
  const name = operationAt(tree, index)?.name ?? 'missing parent'
  const most = Math.floor((width - 8) / characterWidth)
  return name.length <= most ? name : `${name.slice(0, Math.max(most - 1, 1))}…`
}

function drawHeads(context: CanvasRenderingContext2D, { layout }: SpanPicture, scrollTop: number, width: number): void {
  context.globalAlpha = 1
  const line = canvasColor('--border')
  const ink = canvasColor('--foreground')
  for (const { lane, label, spanCount } of layout.heads) {
    const top = lane * laneHeight - scrollTop
    context.fillStyle = line
    context.fillRect(0, top, width, 1)
    context.fillStyle = ink
    context.fillText(`${label}  ·  ${spanCount.toLocaleString('en')} spans`, 8, top + laneHeight / 2 + 1)
  }
}

/** A colour and what can be read on it. */
function paintOf(fill: string): { fill: string; ink: string } {
  const digits = /^#([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})/i.exec(fill)?.slice(1)
  const [red = 0, green = 0, blue = 0] = (digits ?? []).map((digit) => linear(Number.parseInt(digit, 16) / 255))
  const luminance = 0.2126 * red + 0.7152 * green + 0.0722 * blue
  // The contrast of black and white on a colour is the same at this luminance.
  return { fill, ink: luminance > 0.179 ? '#000000' : '#ffffff' }
}

const linear = (channel: number): number => (channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4)
