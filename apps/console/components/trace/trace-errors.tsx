'use client'

import { useVirtualizer } from '@tanstack/react-virtual'
import { useRef } from 'react'
import { Badge } from '@/components/ui/badge.tsx'
import { classNames } from '@/lib/class-names.ts'
import { formatDuration } from '@/lib/format-duration.ts'
import { statusMessageAt } from './model/sparse.ts'
import { nodeAt } from './model/trace-tree.ts'
import type { Waterfall } from './use-waterfall.ts'

const rowHeight = 28

interface TraceErrorsProps {
  waterfall: Waterfall
  onOpen: (index: number) => void
}

/** Every span of a trace that failed, in the order of the tree; those that no failed span below explains are marked. */
export function TraceErrors({ waterfall, onOpen }: TraceErrorsProps) {
  const { tree, errors, cursor } = waterfall
  const scroller = useRef<HTMLDivElement>(null)
  const virtualizer = useVirtualizer({
    count: errors.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 12,
  })
  if (errors.length === 0) return <p className="px-4 py-3 text-subtle">No span of this trace failed.</p>
  return (
    <div ref={scroller} className="min-h-0 flex-1 overflow-y-auto">
      <ul aria-label="Errors" className="relative" style={{ height: virtualizer.getTotalSize() }}>
        {virtualizer.getVirtualItems().map(({ index: at, start }) => {
          const node = nodeAt(tree, errors[at] ?? -1)
          if (!node?.operation) return null
          return (
            <li
              key={node.spanId}
              className="absolute inset-x-0"
              style={{ height: rowHeight, transform: `translateY(${start}px)` }}
            >
              <button
                type="button"
                onClick={() => onOpen(node.index)}
                className={classNames(
                  'flex size-full items-center gap-3 border-border/60 border-b px-4 text-left text-sm hover:bg-hover',
                  node.index === cursor && 'bg-selected',
                )}
              >
                <span className="w-20 shrink-0 text-right text-subtle tabular-nums">+{formatDuration(node.start)}</span>
                <span className="max-w-72 shrink-0 truncate font-medium">{node.operation.name || '(no name)'}</span>
                <span className="max-w-40 shrink-0 truncate text-subtle">{node.operation.serviceName}</span>
                {node.errorCount === 1 && (
                  <Badge tone="error" title="No span below it failed: the error began here">
                    origin
                  </Badge>
                )}
                <span className="truncate text-status-error">{statusMessageAt(tree, node.index)}</span>
              </button>
            </li>
          )
        })}
      </ul>
    </div>
  )
}
