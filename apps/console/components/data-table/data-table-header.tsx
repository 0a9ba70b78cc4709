// biome-ignore-all lint/a11y/useSemanticElements: rows that are placed one by one cannot be a table
'use client'

import { ArrowDownIcon } from 'lucide-react'
import { type DragEvent, type PointerEvent, useState } from 'react'
import { classNames } from '@/lib/class-names.ts'
import type { DataTableColumn, DataTableSort } from './column.ts'

interface DataTableHeaderProps<Row> {
  columns: readonly DataTableColumn<Row>[]
  onResize: (columnId: string, width: number | null) => void
  onReorder?: (columnIds: string[]) => void
  sort?: DataTableSort
}

const leastColumnWidth = 40

/**
 * The names of the columns; a column's right edge is dragged to resize it, a double click resets it, and its name is
 * dragged to another place.
 */
export function DataTableHeader<Row>({ columns, onResize, onReorder, sort }: DataTableHeaderProps<Row>) {
  const [dragged, setDragged] = useState<string | null>(null)
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

  const drop = (event: DragEvent, target: string) => {
    event.preventDefault()
    setDragged(null)
    if (dragged === null || dragged === target) return
    const ids = columns.map(({ id }) => id)
    const place = ids.indexOf(target)
    const others = ids.filter((id) => id !== dragged)
    onReorder?.([...others.slice(0, place), dragged, ...others.slice(place)])
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
          aria-sort={sort?.columnId === column.id ? 'descending' : undefined}
          tabIndex={-1}
          onDragOver={(event) => dragged !== null && event.preventDefault()}
          onDrop={(event) => drop(event, column.id)}
          className={classNames(
            'group relative flex h-full min-w-0 items-center px-2 first:pl-4 last:pr-4',
            column.align === 'right' && 'justify-end',
          )}
        >
          {/* biome-ignore lint/a11y/noStaticElementInteractions: the menu of columns does the same by keyboard */}
          <span
            title={column.header}
            draggable={onReorder !== undefined}
            onDragStart={() => setDragged(column.id)}
            onDragEnd={() => setDragged(null)}
            className={classNames('truncate', onReorder && 'cursor-grab', dragged === column.id && 'opacity-40')}
          >
            {sort?.columnIds.includes(column.id) ? <SortButton column={column} sort={sort} /> : column.header}
          </span>
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

function SortButton<Row>({ column, sort }: { column: DataTableColumn<Row>; sort: DataTableSort }) {
  const isSorted = sort.columnId === column.id
  return (
    <button
      type="button"
      onClick={() => sort.onSort(column.id)}
      className={classNames('flex items-center gap-1 hover:text-foreground', isSorted && 'text-foreground')}
    >
      {column.header}
      {isSorted && <ArrowDownIcon aria-hidden="true" className="size-3" />}
    </button>
  )
}
