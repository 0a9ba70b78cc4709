'use client'

import { useVirtualizer } from '@tanstack/react-virtual'
import { useRef } from 'react'
import { Badge } from '@/components/ui/badge.tsx'
import { formatDuration } from '@/lib/format-duration.ts'
import { formatCount } from '@/lib/format-number.ts'
import type { ComparedPath, PathTotals } from './model/compare-traces.ts'

const rowHeight = 28
const columns = { gridTemplateColumns: 'minmax(0,1fr) 88px 128px 128px 112px' }
const mostIndent = 200
const heads = ['Path', '', 'Other trace', 'This trace', 'Difference']
const tones = { added: 'accent', removed: 'neutral', slower: 'error', faster: 'ok', same: 'neutral' } as const

interface CompareRowsProps {
  rows: readonly ComparedPath[]
  onOpen: (index: number) => void
}

/** A row for each path of spans in either trace. */
export function CompareRows({ rows, onOpen }: CompareRowsProps) {
  const scroller = useRef<HTMLDivElement>(null)
  const virtualizer = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 12,
    scrollMargin: rowHeight,
  })
  return (
    <div ref={scroller} role="table" aria-label="Comparison" className="min-h-0 flex-1 overflow-y-auto">
      <div role="rowgroup" className="sticky top-0 z-10 border-border border-b bg-background">
        <div role="row" tabIndex={-1} className="grid h-7 items-center px-4" style={columns}>
          {heads.map((head, at) => (
            <span
              key={head}
              role="columnheader"
              tabIndex={-1}
              className={at > 1 ? 'text-right text-subtle text-xs' : 'text-subtle text-xs'}
            >
              {head || <span className="sr-only">Change</span>}
            </span>
          ))}
        </div>
      </div>
      <div role="rowgroup" className="relative" style={{ height: virtualizer.getTotalSize() }}>
        {virtualizer.getVirtualItems().map(({ index, start }) => {
          const row = rows[index]
          return row && <CompareRow key={index} row={row} top={start - rowHeight} onOpen={onOpen} />
        })}
      </div>
    </div>
  )
}

interface CompareRowProps {
  row: ComparedPath
  top: number
  onOpen: (index: number) => void
}

function CompareRow({ row, top, onOpen }: CompareRowProps) {
  const { name, serviceName, depth, before, after, change, difference } = row
  return (
    <div
      role="row"
      tabIndex={-1}
      data-change={change}
      className="absolute inset-x-0 grid items-center border-border/60 border-b px-4 text-sm hover:bg-hover"
      style={{ ...columns, height: rowHeight, transform: `translateY(${top}px)` }}
    >
      <span
        role="cell"
        className="flex min-w-0 items-center gap-2"
        style={{ paddingLeft: Math.min(depth * 14, mostIndent) }}
      >
        {after ? (
          <button type="button" className="truncate text-left hover:underline" onClick={() => onOpen(after.firstIndex)}>
            {name || '(no name)'}
          </button>
        ) : (
          <span className="truncate text-muted line-through">{name || '(no name)'}</span>
        )}
        <span className="truncate text-subtle text-xs">{serviceName}</span>
      </span>
      <span role="cell">{change !== 'same' && <Badge tone={tones[change]}>{change}</Badge>}</span>
      <Totals totals={before} />
      <Totals totals={after} />
      <span role="cell" className="text-right tabular-nums">
        {difference === 0 ? '' : `${difference > 0 ? '+' : '−'}${formatDuration(Math.abs(difference))}`}
      </span>
    </div>
  )
}

function Totals({ totals }: { totals: PathTotals | null }) {
  return (
    <span role="cell" className="truncate text-right tabular-nums">
      {totals ? (
        <>
          {totals.count > 1 && <span className="text-subtle">{formatCount(totals.count)} × </span>}
          {formatDuration(totals.duration / totals.count)}
        </>
      ) : (
        <span className="text-subtle">–</span>
      )}
    </span>
  )
}
