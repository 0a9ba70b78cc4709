'use client'

import { useEffect, useEffectEvent, useRef } from 'react'
import { useThemeChange } from '@/components/chart/use-theme-change.ts'
import { drawHeatmap, type HeatGrid } from './draw-heatmap.ts'

/** The cells of a heatmap over the whole of its element, drawn anew for other cells, sizes and themes. */
export function HeatmapCanvas({ grid }: { grid: HeatGrid }) {
  const canvas = useRef<HTMLCanvasElement>(null)
  const draw = useEffectEvent(() => {
    const element = canvas.current
    if (!element) return
    element.width = Math.round(element.clientWidth * devicePixelRatio)
    element.height = Math.round(element.clientHeight * devicePixelRatio)
    drawHeatmap(element, grid)
  })
  // biome-ignore lint/correctness/useExhaustiveDependencies: other cells are drawn anew
  useEffect(() => {
    const element = canvas.current
    if (!element) return
    draw()
    const observer = new ResizeObserver(() => draw())
    observer.observe(element)
    return () => observer.disconnect()
  }, [grid])
  useThemeChange(() => draw())
  return <canvas ref={canvas} className="absolute inset-0 size-full rounded-sm bg-surface" />
}
