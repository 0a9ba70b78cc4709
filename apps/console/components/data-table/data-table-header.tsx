// biome-ignore-all lint/a11y/useSemanticElements: rows that are placed one by one cannot be a table
'use client'

import type { PointerEvent } from 'react'
import { classNames } from '@/lib/class-names.ts'
import type { DataTableColumn } from './column.ts'

interface DataTableHeaderProps<Row> {
  columns: readonly DataTableColumn<Row>[]
  onResize: (columnId: string, width: number | null) => void
}

const leastColumnWidth = 40

/** The names of the columns; a column's right edge is dragged to resize it, a double click resets it. */
export function DataTableHeader<Row>({ columns, onResize }: DataTableHeaderProps<Row>) {
  const startResize = (event: PointerEvent<HTMLElement>, column: DataTableColumn<Row>) => {
    event.preventDefault()
    const cell = event.currentTarget.parentElement
    if (!cell) return
    const startX = event.clientX
    const startWidth = cell.getBoundingClientRect().width
    const move = (moved: globalThis.PointerEvent) => {
      const width = Math.round(startWidth + moved.clientX - startX)
      onResize(column.id, Math.min(2000, Math.max(leastColumnWidth, width)))
    }
    const stop = () => {
      window.removeEventListener('pointermove', move)
      window.removeEventListener('pointerup', stop)
    }
    window.addEventListener('pointermove', move)
    window.addEventListener('pointerup', stop)
  }

  return (
    <div
      role="row"
      tabIndex={-1}
      aria-rowindex={1}
      className="sticky top-0 z-10 grid h-7 items-center border-b border-border bg-background text-xs font-medium text-subtle [grid-template-columns:var(--table-columns)]"
    >
      {columns.map((column) => (
        <div
          key={column.id}
          role="columnheader"
          tabIndex={-1}
          className={classNames(
            'group relative flex h-full min-w-0 items-center px-2 first:pl-4 last:pr-4',
            column.align === 'right' && 'justify-end',
          )}
        >
          <span className="truncate">{column.header}</span>
          <span
            aria-hidden="true"
            onPointerDown={(event) => startResize(event, column)}
            onDoubleClick={() => onResize(column.id, null)}
            className="absolute inset-y-0 -right-1 z-10 flex w-2 cursor-col-resize justify-center after:my-1.5 after:w-px after:bg-border hover:after:bg-border-strong"
          />
        </div>
      ))}
    </div>
  )
}
