'use client'

import { findSearchField } from '@hanzo/search'
import type { DataTableColumn } from '@/components/data-table/column.ts'
import type { ValueRow } from '@/lib/column-values.ts'
import { formatCost } from '@/lib/format-cost.ts'
import { formatDuration } from '@/lib/format-duration.ts'

/** A column of an attribute or field. */
export function valueColumn<Row extends ValueRow>(key: string): DataTableColumn<Row> {
  const field = findSearchField(key, 'spans') ?? findSearchField(key, 'logs')
  const isQuantity = field?.type === 'number'
  return {
    id: key,
    header: key,
    width: isQuantity ? 110 : 160,
    ...(isQuantity && { align: 'right' as const }),
    cell: ({ columnValues }) => {
      const value = columnValues?.[key]
      if (value === undefined || value === null) return null
      const text = field?.type === 'number' ? quantityText(field.unit, value) : value
      return (
        <span title={text} className="truncate text-muted">
          {text || <span className="text-subtle">empty</span>}
        </span>
      )
    },
  }
}

function quantityText(unit: 'nanoseconds' | 'dollars' | 'count', value: string): string {
  if (unit === 'nanoseconds') return formatDuration(value)
  return unit === 'dollars' ? formatCost(Number(value)) : value
}
