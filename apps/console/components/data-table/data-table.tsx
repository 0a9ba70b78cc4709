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
import type { DataTableColumn, DataTableExpansion, DataTableSort } from './column.ts'
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
  /** Pixels of a row of one line. */
  rowHeight?: number
  /** Rows take the height that their text needs. */
  wraps?: boolean
  /** Rows open in place, by the arrow in front of them or by Space. */
  expansion?: DataTableExpansion<Row>
  /** How many rows stand before the first that is held: they keep their room. */
  rowsBefore?: number
  /** The first of the rows that are held are near, and there are some before them. */
  onReachStart?: () => void
  /** Each new value scrolls to the top. */
  scrollToTopSignal?: number
}

const defaultRowHeight = 28
const headerHeight = 28
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
    rowHeight = defaultRowHeight,
    wraps = false,
    expansion,
    rowsBefore = 0,
  } = props
  const scroller = useRef<HTMLDivElement>(null)
  const id = useId()
  const { style, resize } = useColumnWidths(tableId, columns)
  const virtualizer = useVirtualizer({
    count: rowsBefore + rows.length,
    getItemKey: (index) => {
      const row = rows[index - rowsBefore]
      return row === undefined ? index : rowKey(row)
    },
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 12,
    scrollPaddingStart: headerHeight,
    paddingEnd: footer ? footerHeight : 0,
  })
  const items = virtualizer.getVirtualItems()
  const onMove = useCallback(
    (index: number) => virtualizer.scrollToIndex(index + rowsBefore),
    [virtualizer, rowsBefore],
  )
  const pageRows = Math.max(1, Math.floor((scroller.current?.clientHeight ?? 0) / rowHeight) - 2)
  const { activeKey, setActiveKey, onKeyDown } = useRowKeys({
    rows,
    rowKey,
    selectedKey,
    pageRows,
    onOpen,
    onMove,
    expansion,
  })
  const onPress = useCallback(
    (row: Row, event: MouseEvent) => {
      setActiveKey(rowKey(row))
      if (hrefOf && (event.metaKey || event.ctrlKey)) window.open(hrefOf(row), '_blank', 'noopener')
      else onOpen(row)
    },
    [onOpen, hrefOf, rowKey, setActiveKey],
  )
  const onScroll = useScrolled(props.onScrolledChange, rowHeight)
  // biome-ignore lint/correctness/useExhaustiveDependencies: heights are others with another density
  useEffect(() => virtualizer.measure(), [virtualizer, rowHeight, wraps])

  useReach({
    first: (items[0]?.index ?? 0) - rowsBefore,
    last: (items.at(-1)?.index ?? -1) - rowsBefore,
    ...{ rowCount: rows.length, rowsBefore, onReachStart: props.onReachStart, onReachEnd },
  })
  useEffect(() => {
    if (props.scrollToTopSignal) scroller.current?.scrollTo({ top: 0 })
  }, [props.scrollToTopSignal])

  const activeIndex = items.find((item) => rows[item.index - rowsBefore] && item.key === activeKey)?.index
  return (
    <div
      ref={scroller}
      role="grid"
      aria-label={label}
      aria-rowcount={rowsBefore + rows.length + 1}
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
            const row = rows[item.index - rowsBefore]
            if (row === undefined) return null
            const key = rowKey(row)
            return (
              <DataTableRow
                key={key}
                id={`${id}-${item.index}`}
                {...{ row, index: item.index, offset: item.start, height: rowHeight, columns, onPress, wraps }}
                isActive={key === activeKey}
                isSelected={key === selectedKey}
                measure={virtualizer.measureElement}
                onToggle={expansion?.onToggle}
                detail={expansion?.isOpen(key) ? expansion.detailOf(row) : null}
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

/** So many rows before the end of what is held, more is asked for. */
const rowsAhead = 30

interface Reach {
  /** Places of the first and last row in sight among those that are held. */
  first: number
  last: number
  rowCount: number
  rowsBefore: number
  onReachStart: (() => void) | undefined
  onReachEnd: (() => void) | undefined
}

/** Tells when the rows in sight come near the ends of those that are held. */
function useReach({ first, last, rowCount, rowsBefore, onReachStart, onReachEnd }: Reach) {
  useEffect(() => {
    if (last >= rowCount - rowsAhead && rowCount > 0) onReachEnd?.()
  }, [last, rowCount, onReachEnd])
  useEffect(() => {
    if (rowsBefore > 0 && first < rowsAhead) onReachStart?.()
  }, [first, rowsBefore, onReachStart])
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

function useScrolled(onScrolledChange: ((scrolled: boolean) => void) | undefined, rowHeight: number) {
  const [scrolled, setScrolled] = useState(false)
  return (event: { currentTarget: HTMLElement }) => {
    const next = event.currentTarget.scrollTop > rowHeight / 2
    if (next === scrolled) return
    setScrolled(next)
    onScrolledChange?.(next)
  }
}
