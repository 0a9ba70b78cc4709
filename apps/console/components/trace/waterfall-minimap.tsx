'use client'

import { useEffect, useEffectEvent, useRef } from 'react'
import { canvasColor } from '@/components/chart/css-color.ts'
import { useRangeDrag } from '@/components/chart/use-range-drag.ts'
import { useThemeChange } from '@/components/chart/use-theme-change.ts'
import type { TimeWindow } from './time-ticks.ts'
import type { TraceTree } from './trace-tree.ts'

interface WaterfallMinimapProps {
  tree: TraceTree
  colors: ReadonlyMap<string, string>
  window: TimeWindow
  onWindow: (window: TimeWindow | null) => void
}

/** The whole trace at a glance. Drag to look closer, double-click to see all again. */
export function WaterfallMinimap({ tree, colors, window, onWindow }: WaterfallMinimapProps) {
  const canvas = useRef<HTMLCanvasElement>(null)
  const draw = useEffectEvent(() => canvas.current && drawMinimap(canvas.current, tree, colors))
  useThemeChange(() => draw())
  // biome-ignore lint/correctness/useExhaustiveDependencies: what is drawn changes with the trace alone
  useEffect(() => {
    const element = canvas.current
    if (!element) return
    const observer = new ResizeObserver(() => draw())
    observer.observe(element)
    return () => observer.disconnect()
  }, [tree, colors])

  const whole = Math.max(tree.duration, 1)
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

/** Every span as a line in the order of the tree; errors are drawn last, so that none is painted over. */
function drawMinimap(canvas: HTMLCanvasElement, tree: TraceTree, colors: ReadonlyMap<string, string>): void {
  const ratio = devicePixelRatio
  const width = Math.round(canvas.clientWidth * ratio)
  const height = Math.round(canvas.clientHeight * ratio)
  const context = canvas.getContext('2d')
  if (!context || width === 0) return
  canvas.width = width
  canvas.height = height
  const painted = new Map([...colors].map(([name, color]) => [name, canvasColor(color)]))
  const error = canvasColor('--status-error')
  const margin = 3 * ratio
  const slot = (height - 2 * margin) / Math.max(tree.nodes.length, 1)
  const thickness = Math.min(Math.max(slot * 0.7, ratio), 4 * ratio)
  const scale = width / Math.max(tree.duration, 1)
  const line = (index: number, color: string) => {
    const node = tree.nodes[index]
    if (!node) return
    context.fillStyle = color
    context.fillRect(node.start * scale, margin + index * slot, Math.max(node.duration * scale, ratio), thickness)
  }
  tree.nodes.forEach(({ span }, index) => {
    if (span) line(index, painted.get(span.serviceName) ?? error)
  })
  tree.nodes.forEach(({ span }, index) => {
    if (span?.status === 'error') line(index, error)
  })
}
