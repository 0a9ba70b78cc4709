'use client'

import { useEffect, useEffectEvent, useRef } from 'react'
import { canvasColor } from '@/components/chart/css-color.ts'
import { useRangeDrag } from '@/components/chart/use-range-drag.ts'
import { useThemeChange } from '@/components/chart/use-theme-change.ts'
import type { SpanColors } from './model/span-colors.ts'
import type { TimeAxis } from './model/time-axis.ts'
import type { TraceTree } from './model/trace-tree.ts'
import type { TimeWindow } from './time-ticks.ts'

interface WaterfallMinimapProps {
  tree: TraceTree
  colors: SpanColors
  axis: TimeAxis
  window: TimeWindow
  onWindow: (window: TimeWindow | null) => void
}

/** More would be painted over each other. */
const linesPerPixel = 60
const errorsMost = 2_000

/** The whole trace at a glance. Drag to look closer, double-click to see all again. */
export function WaterfallMinimap({ tree, colors, axis, window, onWindow }: WaterfallMinimapProps) {
  const canvas = useRef<HTMLCanvasElement>(null)
  const draw = useEffectEvent(() => canvas.current && drawMinimap(canvas.current, tree, colors, axis))
  useThemeChange(() => draw())
  // biome-ignore lint/correctness/useExhaustiveDependencies: what is drawn changes with the trace alone
  useEffect(() => {
    const element = canvas.current
    if (!element) return
    const observer = new ResizeObserver(() => draw())
    observer.observe(element)
    return () => observer.disconnect()
  }, [tree, colors, axis])

  const whole = axis.length
  const drag = useRangeDrag((from, to) => onWindow({ start: from * whole, end: to * whole }))
  const shown = drag.selection ?? { from: window.start / whole, to: window.end / whole }
  return (
    <div
      role="img"
      aria-label="Overview of the trace"
      title="Drag to zoom, double-click to see all"
      className="relative h-10 cursor-crosshair touch-none overflow-hidden"
      onDoubleClick={() => onWindow(null)}
      {...drag.handlers}
    >
      <canvas ref={canvas} className="absolute inset-0 size-full" />
      <div
        className="pointer-events-none absolute inset-y-0 left-0 bg-background/75"
        style={{ width: `${shown.from * 100}%` }}
      />
      <div
        className="pointer-events-none absolute inset-y-0 right-0 bg-background/75"
        style={{ width: `${(1 - shown.to) * 100}%` }}
      />
      {(shown.from > 0 || shown.to < 1) && (
        <div
          className="pointer-events-none absolute inset-y-0 border-ring border-x"
          style={{ left: `${shown.from * 100}%`, width: `${(shown.to - shown.from) * 100}%` }}
        />
      )}
    </div>
  )
}

/** A line for each span in the order of the tree, no more lines than there are pixels; errors are drawn last, so that none is painted over. */
function drawMinimap(canvas: HTMLCanvasElement, tree: TraceTree, colors: SpanColors, axis: TimeAxis): void {
  const ratio = devicePixelRatio
  const width = Math.round(canvas.clientWidth * ratio)
  const height = Math.round(canvas.clientHeight * ratio)
  const context = canvas.getContext('2d')
  if (!context || width === 0) return
  canvas.width = width
  canvas.height = height
  const painted = new Map(colors.legend.map(({ color }) => [color, canvasColor(color)]))
  const error = canvasColor('--status-error')
  const margin = 3 * ratio
  const slot = (height - 2 * margin) / Math.max(tree.count, 1)
  const thickness = Math.min(Math.max(slot * 0.7, ratio), 4 * ratio)
  const scale = width / axis.length
  const line = (index: number, color: string) => {
    const from = tree.start[index] ?? 0
    const left = axis.positionOf(from) * scale
    const right = axis.positionOf(from + (tree.duration[index] ?? 0)) * scale
    context.fillStyle = color
    context.fillRect(left, margin + index * slot, Math.max(right - left, ratio), thickness)
  }
  const step = Math.max(1, Math.floor(tree.count / (height * linesPerPixel)))
  for (let index = 0; index < tree.count; index += step) {
    if ((tree.place[index] ?? 0) < tree.spanCount) line(index, painted.get(colors.at(index)) ?? error)
  }
  const errors = tree.structure.errors
  const errorStep = Math.max(1, Math.floor(errors.length / errorsMost))
  for (let at = 0; at < errors.length; at += errorStep) line(tree.nodeOf[errors[at] ?? 0] ?? 0, error)
}
