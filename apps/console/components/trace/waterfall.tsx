'use client'

import { useVirtualizer } from '@tanstack/react-virtual'
import { type CSSProperties, useEffect, useEffectEvent, useRef } from 'react'
import { linePosition } from './model/log-rows.ts'
import { nodeAt, operationAt } from './model/trace-tree.ts'
import { ResizeHandle } from './resize-handle.tsx'
import { useStoredSize } from './use-stored-size.ts'
import type { Waterfall as WaterfallState } from './use-waterfall.ts'
import { useWheelZoom } from './use-wheel-zoom.ts'
import { WaterfallFolding } from './waterfall-folding.tsx'
import { WaterfallLog } from './waterfall-log.tsx'
import { WaterfallMinimap } from './waterfall-minimap.tsx'
import { rowHeight, WaterfallRow } from './waterfall-row.tsx'
import { WaterfallGrid, WaterfallRuler } from './waterfall-ruler.tsx'

const headHeight = 61
/** Deep traces are indented less, so that names keep their room. */
const widestIndent = 14
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
  const { tree, lines, axis, window, cursor } = waterfall
  const scroller = useRef<HTMLDivElement>(null)
  const nameWidth = useStoredSize('trace-name-width', 380, 160, 900)
  const virtualizer = useVirtualizer({
    count: lines.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 12,
    scrollMargin: headHeight,
    scrollPaddingStart: headHeight,
  })
  const showCursor = useEffectEvent(() => {
    if (cursor < 0) return
    const at = linePosition(lines, cursor)
    const { startIndex = 0, endIndex = 0 } = virtualizer.range ?? {}
    const isFar = at < startIndex - 2 || at > endIndex + 2
    virtualizer.scrollToIndex(at, { align: isFar ? 'center' : 'auto' })
  })
  // biome-ignore lint/correctness/useExhaustiveDependencies: the list scrolls when the cursor moves, not when rows open
  useEffect(() => showCursor(), [cursor])
  useWheelZoom(scroller, nameWidth.size, axis.length, window, waterfall.setWindow)
  const indentStep = Math.min(widestIndent, Math.max(2, 200 / Math.max(tree.deepest, 1)))
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
        <div
          role="tree"
          aria-label="Spans of the trace"
          tabIndex={0}
          {...(cursor >= 0 && { 'aria-activedescendant': `span-${nodeAt(tree, cursor)?.spanId}` })}
          className="relative focus-visible:outline-offset-[-2px]"
          style={{ height: virtualizer.getTotalSize(), minHeight: `calc(100% - ${headHeight}px)` }}
        >
          <WaterfallGrid axis={axis} window={window} />
          {virtualizer.getVirtualItems().map(({ index: at, start }) => {
            const index = lines[at] ?? 0
            if (index < 0) {
              const placed = waterfall.logs[-1 - index]
              return (
                placed && (
                  <WaterfallLog
                    key={placed.log.logId}
                    placed={placed}
                    top={start - headHeight}
                    depth={tree.depth[placed.owner] ?? 0}
                    indentStep={indentStep}
                    axis={axis}
                    window={window}
                    onOpen={onOpenLog}
                  />
                )
              )
            }
            const isFound = isSearching && waterfall.isFound[index] === 1
            return (
              <WaterfallRow
                key={index}
                tree={tree}
                index={index}
                top={start - headHeight}
                indentStep={indentStep}
                parentService={operationAt(tree, tree.parent[index] ?? -1)?.serviceName}
                color={waterfall.colors.at(index)}
                axis={axis}
                window={window}
                path={waterfall.segments?.get(index)}
                isFolded={waterfall.isFolded(index)}
                isCursor={index === cursor}
                isFound={isFound}
                isDimmed={isSearching && !isFound}
                onOpen={onOpen}
                onToggle={waterfall.toggle}
              />
            )
          })}
        </div>
      </div>
      <div className="pointer-events-none absolute inset-y-0 left-[var(--name-width)] w-0 [&>*]:pointer-events-auto">
        <ResizeHandle size={nameWidth} label="Width of the names" part="left" className="left-0" />
      </div>
    </div>
  )
}
