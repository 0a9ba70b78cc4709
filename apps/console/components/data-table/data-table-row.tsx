// biome-ignore-all lint/a11y/useSemanticElements: rows that are placed one by one cannot be a table
'use client'

import { ChevronRightIcon } from 'lucide-react'
import { type MouseEvent, memo, type ReactNode } from 'react'
import { classNames } from '@/lib/class-names.ts'
import type { DataTableColumn } from './column.ts'

interface DataTableRowProps<Row> {
  id: string
  row: Row
  index: number
  offset: number
  height: number
  columns: readonly DataTableColumn<Row>[]
  isActive: boolean
  isSelected: boolean
  onPress: (row: Row, event: MouseEvent) => void
  /** Takes the height that its text needs. */
  wraps: boolean
  /** Told of rows whose height is not `height`. */
  measure: (element: HTMLElement | null) => void
  /** Absent where rows do not open in place. */
  onToggle?: ((row: Row) => void) | undefined
  /** Below the row's own line; null while it is closed. */
  detail?: ReactNode
}

/** What stands inside of a row and answers for itself. */
const inner = 'a, button, [data-row-detail]'

function PlainDataTableRow<Row>(props: DataTableRowProps<Row>) {
  const { id, row, index, offset, height, columns, isActive, isSelected, onPress, wraps, onToggle, detail } = props
  const isOpen = Boolean(detail)
  const press = (event: MouseEvent<HTMLElement>) => {
    // Text that is being marked in a row is no click on it, and links and buttons in it answer for themselves.
    const isInner = event.target instanceof Element && event.target.closest(inner) !== null
    if (!isInner && window.getSelection()?.type !== 'Range') onPress(row, event)
  }
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the grid around it takes the keys
    <div
      id={id}
      role="row"
      tabIndex={-1}
      aria-rowindex={index + 2}
      aria-selected={isSelected}
      onClick={press}
      ref={wraps || isOpen ? props.measure : undefined}
      data-index={index}
      style={{ ...(!wraps && !isOpen && { height }), transform: `translateY(${offset}px)` }}
      className={classNames(
        'group/row absolute inset-x-0 top-0 grid cursor-default border-b border-border/60 [grid-template-columns:var(--table-columns)] hover:bg-hover',
        isActive && 'bg-hover shadow-[inset_2px_0_0_var(--border-strong)]',
        isSelected && 'bg-selected shadow-[inset_2px_0_0_var(--accent)] hover:bg-selected',
      )}
    >
      {columns.map((column, place) => (
        <div
          key={column.id}
          role="gridcell"
          tabIndex={-1}
          // The line between rows is a pixel of their height.
          style={{ minHeight: height - 1 }}
          className={classNames(
            'relative flex min-w-0 px-2 first:pl-4 last:pr-4',
            wraps ? 'items-start py-1' : 'items-center',
            column.align === 'right' && 'justify-end',
          )}
        >
          {place === 0 && onToggle && (
            <button
              type="button"
              tabIndex={-1}
              aria-expanded={isOpen}
              aria-label={isOpen ? 'Close in place' : 'Open in place'}
              title={isOpen ? 'Close in place (Space)' : 'Open in place (Space)'}
              onClick={() => onToggle(row)}
              className="absolute top-0 left-0 flex w-4 items-center justify-center text-subtle hover:text-foreground"
              style={{ height: height - 1 }}
            >
              <ChevronRightIcon
                aria-hidden="true"
                className={classNames('size-3 transition-transform duration-100', isOpen && 'rotate-90')}
              />
            </button>
          )}
          {column.cell(row)}
        </div>
      ))}
      {isOpen && (
        <div
          role="gridcell"
          tabIndex={-1}
          aria-colspan={columns.length}
          data-row-detail=""
          className="col-span-full min-w-0 cursor-auto border-t border-border/60 bg-background"
        >
          {detail}
        </div>
      )}
    </div>
  )
}

export const DataTableRow = memo(PlainDataTableRow) as typeof PlainDataTableRow
