// biome-ignore-all lint/a11y/useSemanticElements: rows that are placed one by one cannot be a table
'use client'

import { type MouseEvent, memo } from 'react'
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
}

function PlainDataTableRow<Row>(props: DataTableRowProps<Row>) {
  const { id, row, index, offset, height, columns, isActive, isSelected, onPress } = props
  const press = (event: MouseEvent<HTMLElement>) => {
    // Text that is being marked in a row is no click on it, and links and buttons in it answer for themselves.
    const isInner = event.target instanceof Element && event.target.closest('a, button') !== null
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
      style={{ height, transform: `translateY(${offset}px)` }}
      className={classNames(
        'absolute inset-x-0 top-0 grid cursor-default items-center border-b border-border/60 [grid-template-columns:var(--table-columns)] hover:bg-hover',
        isActive && 'bg-hover shadow-[inset_2px_0_0_var(--border-strong)]',
        isSelected && 'bg-selected shadow-[inset_2px_0_0_var(--accent)] hover:bg-selected',
      )}
    >
      {columns.map((column) => (
        <div
          key={column.id}
          role="gridcell"
          tabIndex={-1}
          className={classNames(
            'flex min-w-0 items-center px-2 first:pl-4 last:pr-4',
            column.align === 'right' && 'justify-end',
          )}
        >
          {column.cell(row)}
        </div>
      ))}
    </div>
  )
}

export const DataTableRow = memo(PlainDataTableRow) as typeof PlainDataTableRow
