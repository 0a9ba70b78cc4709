'use client'

import { type CSSProperties, useRef } from 'react'
import { ResizeHandle } from './resize-handle.tsx'
import { useStoredSize } from './use-stored-size.ts'
import type { Waterfall as WaterfallState } from './use-waterfall.ts'
import { useWheelZoom } from './use-wheel-zoom.ts'
import { WaterfallFolding } from './waterfall-folding.tsx'
import { WaterfallMinimap } from './waterfall-minimap.tsx'
import { WaterfallRows } from './waterfall-rows.tsx'
import { WaterfallRuler } from './waterfall-ruler.tsx'

const headHeight = 61
/** Right of the axis: the durations of bars that reach its end stand there. */
const labelRoom = 'min(136px, 20%)'

interface WaterfallProps {
  waterfall: WaterfallState
  isSearching: boolean
  onOpen: (index: number) => void
  onOpenLog: (index: number) => void
}

/** The spans of a trace as a tree of names beside their bars. Only the rows in sight are in the page. */
export function Waterfall({ waterfall, isSearching, onOpen, onOpenLog }: WaterfallProps) {
  const { tree, axis, window } = waterfall
  const scroller = useRef<HTMLDivElement>(null)
  const nameWidth = useStoredSize('trace-name-width', 380, 160, 900)
  useWheelZoom(scroller, nameWidth.size, axis.length, window, waterfall.setWindow)
  return (
    <div
      className="relative min-h-0 flex-1"
      style={{ '--name-width': `min(${nameWidth.size}px, 50%)`, '--label-room': labelRoom } as CSSProperties}
    >
      <div ref={scroller} className="absolute inset-0 overflow-x-hidden overflow-y-scroll">
        <div className="sticky top-0 z-10 flex border-border border-b bg-background" style={{ height: headHeight }}>
          <div className="flex shrink-0 items-end px-2 pb-1" style={{ width: 'var(--name-width)' }}>
            <WaterfallFolding waterfall={waterfall} />
          </div>
          <div className="min-w-0 flex-1 [&>*]:mr-[var(--label-room)]">
            <WaterfallMinimap
              tree={tree}
              colors={waterfall.colors}
              axis={axis}
              window={window}
              onWindow={waterfall.setWindow}
            />
            <WaterfallRuler axis={axis} window={window} />
          </div>
        </div>
        <WaterfallRows
          scroller={scroller}
          headHeight={headHeight}
          waterfall={waterfall}
          isSearching={isSearching}
          onOpen={onOpen}
          onOpenLog={onOpenLog}
        />
      </div>
      <div className="pointer-events-none absolute inset-y-0 left-[var(--name-width)] w-0 [&>*]:pointer-events-auto">
        <ResizeHandle size={nameWidth} label="Width of the names" part="left" className="left-0" />
      </div>
    </div>
  )
}
