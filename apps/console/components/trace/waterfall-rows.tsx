import { type RefObject, useEffect, useEffectEvent } from 'react'
import { linePosition } from './model/log-rows.ts'
import { nodeAt, operationAt } from './model/trace-tree.ts'
import { useFixedRows } from './use-fixed-rows.ts'
import type { Waterfall } from './use-waterfall.ts'
import { WaterfallLog } from './waterfall-log.tsx'
import { rowHeight, WaterfallRow } from './waterfall-row.tsx'
import { WaterfallGrid } from './waterfall-ruler.tsx'

/** Deep traces are indented less, so that names keep their room. */
const widestIndent = 14

interface WaterfallRowsProps {
  scroller: RefObject<HTMLElement | null>
  headHeight: number
  waterfall: Waterfall
  isSearching: boolean
  onOpen: (index: number) => void
  onOpenLog: (index: number) => void
}

/** The rows in sight, apart from what stands above them: scrolling renders nothing else. */
export function WaterfallRows({ scroller, headHeight, waterfall, isSearching, onOpen, onOpenLog }: WaterfallRowsProps) {
  const { tree, lines, axis, window, cursor } = waterfall
  const { from, to, reveal } = useFixedRows(scroller, { count: lines.length, height: rowHeight, headHeight })
  const showCursor = useEffectEvent(() => {
    if (cursor >= 0) reveal(linePosition(lines, cursor))
  })
  // biome-ignore lint/correctness/useExhaustiveDependencies: the list scrolls when the cursor moves, not when rows open
  useEffect(() => showCursor(), [cursor])
  const indentStep = Math.min(widestIndent, Math.max(2, 200 / Math.max(tree.deepest, 1)))
  return (
    <div
      role="tree"
      aria-label="Spans of the trace"
      tabIndex={0}
      {...(cursor >= 0 && { 'aria-activedescendant': `span-${nodeAt(tree, cursor)?.spanId}` })}
      className="relative focus-visible:outline-offset-[-2px]"
      style={{ height: lines.length * rowHeight, minHeight: `calc(100% - ${headHeight}px)` }}
    >
      <WaterfallGrid axis={axis} window={window} />
      {Array.from(lines.subarray(from, to), (index, nth) => {
        const top = (from + nth) * rowHeight
        if (index < 0) {
          const placed = waterfall.logs[-1 - index]
          return (
            placed && (
              <WaterfallLog
                key={placed.log.logId}
                placed={placed}
                top={top}
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
            top={top}
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
  )
}
