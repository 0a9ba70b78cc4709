'use client'

import { type MouseEvent, useEffect, useEffectEvent, useRef, useState } from 'react'
import { useThemeChange } from '@/components/chart/use-theme-change.ts'
import { formatDuration } from '@/lib/format-duration.ts'
import { drawSpans, laneHeight } from './draw-spans.ts'
import type { LaneLayout } from './model/lane-layout.ts'
import { nodeAt, operationAt, type TraceTree } from './model/trace-tree.ts'
import { SpanTip } from './span-tip.tsx'
import { useCanvasKeys } from './use-canvas-keys.ts'
import type { Waterfall } from './use-waterfall.ts'
import { useWheelZoom } from './use-wheel-zoom.ts'
import { WaterfallMinimap } from './waterfall-minimap.tsx'
import { WaterfallRuler } from './waterfall-ruler.tsx'

interface SpanCanvasProps {
  label: string
  waterfall: Waterfall
  layout: LaneLayout
  isSearching: boolean
  onOpen: (index: number) => void
}

/** Spans as a picture: time from left to right, a line for each span that runs at the same time. */
export function SpanCanvas({ label, waterfall, layout, isSearching, onOpen }: SpanCanvasProps) {
  const { tree, axis, window, cursor, colors } = waterfall
  const scroller = useRef<HTMLDivElement>(null)
  const canvas = useRef<HTMLCanvasElement>(null)
  const [hover, setHover] = useState<{ index: number; x: number; y: number } | null>(null)
  const draw = useEffectEvent(() => {
    if (!canvas.current || !scroller.current) return
    const isFound = isSearching ? waterfall.isFound : undefined
    drawSpans(canvas.current, scroller.current.scrollTop, { tree, layout, colors, axis, window, cursor, isFound })
  })
  useThemeChange(() => draw())
  useRedraw(scroller, () => draw())
  // Everything that the picture shows is an effect's dependency through the component's own rendering.
  useEffect(() => draw())
  useWheelZoom(scroller, 0, axis.length, window, waterfall.setWindow, 0)
  useCanvasKeys(waterfall)
  useScrollTo(scroller, layout, cursor)
  const at = (event: MouseEvent): number => {
    const box = scroller.current?.getBoundingClientRect()
    if (!box || !scroller.current) return -1
    const lane = Math.floor((event.clientY - box.top + scroller.current.scrollTop) / laneHeight)
    const position = window.start + ((event.clientX - box.left) / box.width) * (window.end - window.start)
    return nodeUnder(
      tree,
      layout,
      lane,
      axis.timeAt(position),
      axis.timeAt(position + ((window.end - window.start) / box.width) * 3),
    )
  }
  return (
    <div className="flex min-h-0 flex-1 flex-col">
      <div className="shrink-0 border-border border-b">
        <WaterfallMinimap tree={tree} colors={colors} axis={axis} window={window} onWindow={waterfall.setWindow} />
        <WaterfallRuler axis={axis} window={window} />
      </div>
      {/* biome-ignore lint/a11y/useKeyWithClickEvents: the keys of the page act on the span that the cursor is on */}
      <div
        ref={scroller}
        role="region"
        aria-label={label}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, and its keys move the cursor
        tabIndex={0}
        className="relative min-h-0 flex-1 cursor-pointer overflow-y-auto overflow-x-hidden focus-visible:outline-offset-[-2px]"
        onMouseMove={(event) => {
          const index = at(event)
          setHover(index < 0 ? null : { index, x: event.clientX, y: event.clientY })
        }}
        onMouseLeave={() => setHover(null)}
        onClick={(event) => onOpen(at(event))}
        onDoubleClick={(event) => zoomTo(waterfall, at(event))}
      >
        <div style={{ height: layout.laneCount * laneHeight + 8 }}>
          <canvas ref={canvas} className="sticky top-0 block w-full" />
        </div>
      </div>
      <p role="status" className="sr-only">
        {cursorText(tree, cursor)}
      </p>
      {hover && <SpanTip tree={tree} index={hover.index} x={hover.x} y={hover.y} />}
    </div>
  )
}

/** Makes a span as wide as the picture. */
function zoomTo({ tree, axis, setWindow }: Waterfall, index: number): void {
  if (index < 0) return
  const start = tree.start[index] ?? 0
  const end = start + Math.max(tree.duration[index] ?? 0, 1)
  setWindow({ start: axis.positionOf(start), end: axis.positionOf(end) })
}

function useRedraw(scroller: React.RefObject<HTMLElement | null>, draw: () => void): void {
  const redraw = useEffectEvent(draw)
  useEffect(() => {
    const element = scroller.current
    if (!element) return
    const observer = new ResizeObserver(() => redraw())
    observer.observe(element)
    const listener = () => redraw()
    element.addEventListener('scroll', listener, { passive: true })
    return () => {
      observer.disconnect()
      element.removeEventListener('scroll', listener)
    }
  }, [scroller])
}

function useScrollTo(scroller: React.RefObject<HTMLElement | null>, layout: LaneLayout, cursor: number): void {
  useEffect(() => {
    const element = scroller.current
    const lane = layout.lane[cursor] ?? -1
    if (!element || lane < 0) return
    const top = lane * laneHeight
    if (top < element.scrollTop || top + laneHeight > element.scrollTop + element.clientHeight) {
      element.scrollTop = top - element.clientHeight / 2
    }
  }, [scroller, layout, cursor])
}

/** The last span drawn there: it lies on top. Spans too short for a pixel are found by those near it. */
function nodeUnder(tree: TraceTree, { lane }: LaneLayout, wanted: number, from: number, near: number): number {
  let found = -1
  let foundNear = -1
  for (let index = 0; index < tree.count; index += 1) {
    if (lane[index] !== wanted) continue
    const start = tree.start[index] ?? 0
    const end = start + (tree.duration[index] ?? 0)
    if (start <= from && end >= from) found = index
    else if (start <= near && end >= from - (near - from)) foundNear = index
  }
  return found >= 0 ? found : foundNear
}

function cursorText(tree: TraceTree, cursor: number): string {
  const operation = operationAt(tree, cursor)
  const node = nodeAt(tree, cursor)
  return operation && node ? `${operation.serviceName}, ${operation.name}, ${formatDuration(node.duration)}` : ''
}
