import { ArrowDownIcon } from 'lucide-react'
import { classNames } from '@/lib/class-names.ts'

export interface TableColumn<T extends string> {
  label: string
  /** What a click orders by; columns without it are only read. */
  sort?: T
}

interface SortHeaderProps<T extends string> {
  columns: readonly TableColumn<T>[]
  sort: T
  template: { gridTemplateColumns: string }
  onSort: (sort: T) => void
}

/** The head of a table whose columns order it. */
export function SortHeader<T extends string>({ columns, sort, template, onSort }: SortHeaderProps<T>) {
  return (
    <div role="rowgroup" className="sticky top-0 z-10 border-border border-b bg-background">
      <div role="row" tabIndex={-1} className="grid h-7 items-center px-4" style={template}>
        {columns.map((column, at) => (
          <span
            key={column.label}
            role="columnheader"
            tabIndex={-1}
            aria-sort={
              column.sort === sort ? (sort === 'name' || sort === 'start' ? 'ascending' : 'descending') : 'none'
            }
            className={classNames('text-subtle text-xs', at > 0 && 'text-right')}
          >
            {column.sort ? (
              <button
                type="button"
                onClick={() => column.sort && onSort(column.sort)}
                className={classNames(
                  'inline-flex items-center gap-1 hover:text-foreground',
                  column.sort === sort && 'font-medium text-foreground',
                )}
              >
                {column.label}
                {column.sort === sort && <ArrowDownIcon className="size-3" />}
              </button>
            ) : (
              column.label
            )}
          </span>
        ))}
      </div>
    </div>
  )
}
