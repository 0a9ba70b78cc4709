import type { ReactNode } from 'react'

/** A column of a DataTable. Define columns outside of components: rows are drawn again when they change. */
export interface DataTableColumn<Row> {
  id: string
  header: string
  /** Pixels, until the reader drags its edge. */
  width: number
  /** Pixels it may shrink to where the table has little room. */
  minWidth?: number
  /** Takes the room that is left. */
  grow?: boolean
  align?: 'right'
  cell: (row: Row) => ReactNode
}

/** Rows that open in place, below their own line. */
export interface DataTableExpansion<Row> {
  isOpen: (key: string) => boolean
  onToggle: (row: Row) => void
  detailOf: (row: Row) => ReactNode
}

/** How a table's rows are sorted, always the greatest first. */
export interface DataTableSort {
  columnId: string
  /** Those that one can sort by. */
  columnIds: readonly string[]
  onSort: (columnId: string) => void
}
