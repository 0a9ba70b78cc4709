'use client'

import { useVirtualizer } from '@tanstack/react-virtual'
import { useMemo, useRef } from 'react'
import { Segmented } from '@/components/ui/segmented.tsx'
import { classNames } from '@/lib/class-names.ts'
import { formatDuration } from '@/lib/format-duration.ts'
import { formatCount } from '@/lib/format-number.ts'
import { operationStatistics, sortedSpans } from './model/operation-statistics.ts'
import { nodeAt } from './model/trace-tree.ts'
import { SortHeader, type TableColumn } from './sort-header.tsx'
import type { TableSort } from './trace-search-params.ts'
import type { SetTraceSearch, TraceSearch } from './use-trace-search.ts'
import type { Waterfall } from './use-waterfall.ts'

interface SpanTableProps {
  waterfall: Waterfall
  search: TraceSearch
  setSearch: SetTraceSearch
  onOpen: (index: number) => void
}

interface TableRow {
  key: string
  index: number
  name: string
  serviceName: string
  isError: boolean
  cells: readonly string[]
  /** Self time as a share of the trace. */
  share: number
}

const rowHeight = 28
const groupedColumns: readonly TableColumn<TableSort>[] = [
  { sort: 'name', label: 'Name' },
  { sort: 'count', label: 'Spans' },
  { sort: 'errors', label: 'Errors' },
  { sort: 'self', label: 'Self time' },
  { sort: 'duration', label: 'Duration' },
  { label: 'Average' },
  { label: 'Longest' },
]
const spanColumns: readonly TableColumn<TableSort>[] = [
  { sort: 'name', label: 'Name' },
  { sort: 'start', label: 'Start' },
  { sort: 'errors', label: 'Errors below' },
  { sort: 'self', label: 'Self time' },
  { sort: 'duration', label: 'Duration' },
  { sort: 'count', label: 'Children' },
]

/** Where the time of a trace went: by name, or span by span. */
export function SpanTable({ waterfall, search, setSearch, onOpen }: SpanTableProps) {
  const { grouped, sort } = search
  const { count, rowAt } = useTableRows(waterfall, grouped, sort)
  const columns = grouped ? groupedColumns : spanColumns
  const scroller = useRef<HTMLDivElement>(null)
  const virtualizer = useVirtualizer({
    count,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 12,
    scrollMargin: rowHeight,
  })
  const template = { gridTemplateColumns: `minmax(0,1fr) repeat(${columns.length - 1}, minmax(88px, 120px))` }
  return (
    <>
      <div className="flex h-10 shrink-0 items-center gap-3 border-border border-b px-4">
        <Segmented
          label="Rows"
          value={grouped ? 'names' : 'spans'}
          options={[
            { value: 'names', label: 'By name' },
            { value: 'spans', label: 'Spans' },
          ]}
          onValueChange={(value) => setSearch({ grouped: value === 'names' })}
        />
        <span className="text-sm text-subtle">
          {formatCount(count)} {grouped ? 'names' : 'spans'}; self time is what children do not cover
        </span>
      </div>
      <div
        ref={scroller}
        role="table"
        aria-label="Spans"
        aria-rowcount={count}
        className="min-h-0 flex-1 overflow-auto"
      >
        <SortHeader columns={columns} sort={sort} template={template} onSort={(next) => setSearch({ sort: next })} />
        <div role="rowgroup" className="relative" style={{ height: virtualizer.getTotalSize() }}>
          {virtualizer.getVirtualItems().map(({ index: at, start }) => {
            const row = rowAt(at)
            return (
              row && (
                <SpanTableRow
                  key={row.key}
                  row={row}
                  isCursor={row.index === waterfall.cursor}
                  color={waterfall.colors.at(row.index)}
                  template={template}
                  top={start - rowHeight}
                  onOpen={onOpen}
                />
              )
            )
          })}
        </div>
      </div>
    </>
  )
}

function useTableRows({ tree }: Waterfall, grouped: boolean, sort: TableSort) {
  const groups = useMemo(() => (grouped ? operationStatistics(tree, sort) : null), [tree, grouped, sort])
  const spans = useMemo(() => (grouped ? null : sortedSpans(tree, sort)), [tree, grouped, sort])
  const whole = Math.max(tree.length, 1)
  const groupRow = (at: number): TableRow | null => {
    const group = groups?.[at]
    if (!group) return null
    const { name, serviceName, longestIndex: index } = group
    const cells = [
      formatCount(group.count),
      group.errors > 0 ? formatCount(group.errors) : '',
      formatDuration(group.self),
      formatDuration(group.duration),
      formatDuration(group.duration / group.count),
      formatDuration(group.longest),
    ]
    const key = `${serviceName}\u0000${name}`
    return { key, index, name, serviceName, isError: group.errors > 0, cells, share: group.self / whole }
  }
  const spanRow = (at: number): TableRow | null => {
    const node = nodeAt(tree, spans?.[at] ?? -1)
    if (!node?.operation) return null
    const { name, serviceName } = node.operation
    const cells = [
      `+${formatDuration(node.start)}`,
      node.errorCount > 0 ? formatCount(node.errorCount) : '',
      formatDuration(node.self),
      formatDuration(node.duration),
      node.childCount > 0 ? formatCount(node.childCount) : '',
    ]
    const { index, isError } = node
    return { key: node.spanId, index, name, serviceName, isError, cells, share: node.self / whole }
  }
  return { count: (groups ?? spans)?.length ?? 0, rowAt: groups ? groupRow : spanRow }
}

interface SpanTableRowProps {
  row: TableRow
  isCursor: boolean
  color: string
  template: { gridTemplateColumns: string }
  top: number
  onOpen: (index: number) => void
}

function SpanTableRow({ row, isCursor, color, template, top, onOpen }: SpanTableRowProps) {
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the button in its first cell does the same
    <div
      role="row"
      tabIndex={-1}
      onClick={() => onOpen(row.index)}
      className={classNames(
        'absolute inset-x-0 grid cursor-pointer items-center border-border/60 border-b px-4 hover:bg-hover',
        isCursor && 'bg-selected',
      )}
      style={{ ...template, height: rowHeight, transform: `translateY(${top}px)` }}
    >
      <span role="cell" className="relative flex min-w-0 items-center gap-2">
        <span className="size-2 shrink-0 rounded-[2px]" style={{ background: color }} />
        <button type="button" className={classNames('truncate text-left', row.isError && 'text-status-error')}>
          {row.name || '(no name)'}
        </button>
        <span className="truncate text-subtle text-xs">{row.serviceName}</span>
        <span
          aria-hidden="true"
          className="absolute bottom-[-5px] left-0 h-0.5 rounded-full bg-accent"
          style={{ width: `${Math.min(row.share, 1) * 100}%` }}
        />
      </span>
      {row.cells.map((cell, column) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: cells have no id, and their order never changes
        <span key={column} role="cell" className="text-right text-sm tabular-nums">
          {cell}
        </span>
      ))}
    </div>
  )
}
