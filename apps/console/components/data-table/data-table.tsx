// biome-ignore-all lint/a11y/useSemanticElements: rows that are placed one by one cannot be a table
'use client'

import { useVirtualizer } from '@tanstack/react-virtual'
import {
  type CSSProperties,
  type MouseEvent,
  type ReactNode,
  useCallback,
  useEffect,
  useId,
  useMemo,
  useRef,
  useState,
} from 'react'
import { useStoredState } from '@/hooks/use-stored-state.ts'
import { classNames } from '@/lib/class-names.ts'
import { gridTemplate, leastWidth, parseWidths } from '@/lib/column-widths.ts'
import type { DataTableColumn, DataTableSort } from './column.ts'
import { DataTableHeader } from './data-table-header.tsx'
import { DataTableRow } from './data-table-row.tsx'
import { useRowKeys } from './use-row-keys.ts'

export interface DataTableProps<Row> {
  /** Names the stored widths: `traces`. */
  tableId: string
  /** What a screen reader calls it. */
  label: string
  columns: readonly DataTableColumn<Row>[]
  rows: readonly Row[]
  rowKey: (row: Row) => string
  /** A click or Enter on a row. */
  onOpen: (row: Row) => void
  /** Where a row's own page is: a click with Ctrl, ⌘ or the middle button opens it in a new tab. */
  hrefOf?: (row: Row) => string
  /** The row that is open beside the list. */
  selectedKey?: string | null
  /** The last rows are near: time to read the next page. */
  onReachEnd?: () => void
  /** Called with true when the reader leaves the top of the list, with false on return. */
  onScrolledChange?: (scrolled: boolean) => void
  /** Rows of an older question are shown while the new answer is on its way. */
  isStale?: boolean
  /** After the last row. */
  footer?: ReactNode
  /** A column was dragged to another place. Takes the ids in their new order. */
  onReorder?: (columnIds: string[]) => void
  /** Columns the rows can be sorted by, greatest first, and the one they are sorted by. */
  sort?: DataTableSort
  /** Each new value scrolls to the top. */
  scrollToTopSignal?: number
}

const rowHeight = 28
const footerHeight = 44

/** A list of any length: only the rows in sight are in the page. */
export function DataTable<Row>(props: DataTableProps<Row>) {
  const {
    tableId,
    label,
    columns,
    rows,
    rowKey,
    onOpen,
    selectedKey = null,
    onReachEnd,
    isStale,
    footer,
    hrefOf,
  } = props
  const scroller = useRef<HTMLDivElement>(null)
  const id = useId()
  const { style, resize } = useColumnWidths(tableId, columns)
  const virtualizer = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 12,
    scrollPaddingStart: rowHeight,
    paddingEnd: footer ? footerHeight : 0,
  })
  const items = virtualizer.getVirtualItems()
  const onMove = useCallback((index: number) => virtualizer.scrollToIndex(index), [virtualizer])
  const pageRows = Math.max(1, Math.floor((scroller.current?.clientHeight ?? 0) / rowHeight) - 2)
  const { activeKey, setActiveKey, onKeyDown } = useRowKeys({ rows, rowKey, selectedKey, pageRows, onOpen, onMove })
  const onPress = useCallback(
    (row: Row, event: MouseEvent) => {
      setActiveKey(rowKey(row))
      if (hrefOf && (event.metaKey || event.ctrlKey)) window.open(hrefOf(row), '_blank', 'noopener')
      else onOpen(row)
    },
    [onOpen, hrefOf, rowKey, setActiveKey],
  )
  const onScroll = useScrolled(props.onScrolledChange)

  const lastIndex = items.at(-1)?.index ?? -1
  useEffect(() => {
    if (lastIndex >= rows.length - 30 && rows.length > 0) onReachEnd?.()
  }, [lastIndex, rows.length, onReachEnd])
  useEffect(() => {
    if (props.scrollToTopSignal) scroller.current?.scrollTo({ top: 0 })
  }, [props.scrollToTopSignal])

  const activeIndex = items.find((item) => rows[item.index] && rowKey(rows[item.index] as Row) === activeKey)?.index
  return (
    <div
      ref={scroller}
      role="grid"
      aria-label={label}
      aria-rowcount={rows.length + 1}
      aria-colcount={columns.length}
      aria-activedescendant={activeIndex === undefined ? undefined : `${id}-${activeIndex}`}
      tabIndex={0}
      onKeyDown={onKeyDown}
      onScroll={onScroll}
      style={style}
      className="relative min-h-0 flex-1 overflow-auto overscroll-contain -outline-offset-2"
    >
      <div className="min-w-(--table-least-width)">
        <DataTableHeader
          columns={columns}
          onResize={resize}
          {...(props.onReorder && { onReorder: props.onReorder })}
          {...(props.sort && { sort: props.sort })}
        />
        <div
          role="presentation"
          className={classNames('relative transition-opacity', isStale && 'opacity-50')}
          style={{ height: virtualizer.getTotalSize() }}
        >
          {items.map((item) => {
            const row = rows[item.index]
            if (row === undefined) return null
            const key = rowKey(row)
            return (
              <DataTableRow
                key={key}
                id={`${id}-${item.index}`}
                row={row}
                index={item.index}
                offset={item.start}
                height={rowHeight}
                columns={columns}
                isActive={key === activeKey}
                isSelected={key === selectedKey}
                onPress={onPress}
              />
            )
          })}
          {footer && (
            <div
              style={{ height: footerHeight }}
              className="absolute inset-x-0 bottom-0 flex items-center px-4 text-sm text-subtle"
            >
              {footer}
            </div>
          )}
        </div>
      </div>
    </div>
  )
}

function useColumnWidths<Row>(tableId: string, columns: readonly DataTableColumn<Row>[]) {
  const [stored, setStored] = useStoredState(`columns:${tableId}`)
  const widths = useMemo(() => parseWidths(stored), [stored])
  const resize = useCallback(
    (columnId: string, width: number | null) => {
      const { [columnId]: _, ...others } = widths
      setStored(JSON.stringify(width === null ? others : { ...others, [columnId]: width }))
    },
    [widths, setStored],
  )
  const style = {
    '--table-columns': gridTemplate(columns, widths),
    '--table-least-width': `${leastWidth(columns, widths)}px`,
  } as CSSProperties
  return { style, resize }
}

function useScrolled(onScrolledChange: ((scrolled: boolean) => void) | undefined) {
  const [scrolled, setScrolled] = useState(false)
  return (event: { currentTarget: HTMLElement }) => {
    const next = event.currentTarget.scrollTop > rowHeight / 2
    if (next === scrolled) return
    setScrolled(next)
    onScrolledChange?.(next)
  }
}
