'use client'

import { useMemo } from 'react'
import { z } from 'zod'
import type { DataTableColumn } from '@/components/data-table/column.ts'
import { useStoredState } from '@/hooks/use-stored-state.ts'
import { type ValueRow, valueKeysOf } from '@/lib/column-values.ts'
import { valueColumn } from './value-column.tsx'

export interface ListColumns<Row> {
  /** In the order they are shown. */
  columns: readonly DataTableColumn<Row>[]
  shownIds: readonly string[]
  /** Keys of those that are no columns of the list itself. */
  valueKeys: readonly string[]
  isChanged: boolean
  /** Sets which columns are shown and in which order; `null` for those the list has by itself. */
  change: (ids: readonly string[] | null) => void
}

interface ListColumnsOptions<Row> {
  /** Names what is kept in this browser: `spans`. */
  tableId: string
  builtIn: readonly DataTableColumn<Row>[]
  /** Of the address; none means those that this browser keeps, or else the list's own. */
  inAddress: readonly string[]
  setInAddress: (ids: string[] | null) => void
}

const storedSchema = z.array(z.string().max(1100)).max(60)

/** The columns of a list: its own and any attribute or field beside them. What one chooses is kept, and stands in the address. */
export function useListColumns<Row extends ValueRow>(options: ListColumnsOptions<Row>): ListColumns<Row> {
  const { tableId, builtIn, inAddress, setInAddress } = options
  const [stored, setStored] = useStoredState(`shown-columns:${tableId}`)
  const shownIds = useMemo(() => {
    if (inAddress.length > 0) return [...new Set(inAddress)]
    const kept = readStored(stored)
    return kept.length > 0 ? kept : builtIn.map(({ id }) => id)
  }, [inAddress, stored, builtIn])
  const columns = useMemo(
    () => shownIds.map((id) => builtIn.find((column) => column.id === id) ?? valueColumn<Row>(id)),
    [shownIds, builtIn],
  )
  return {
    columns,
    shownIds,
    valueKeys: useMemo(
      () =>
        valueKeysOf(
          shownIds,
          builtIn.map(({ id }) => id),
        ),
      [shownIds, builtIn],
    ),
    isChanged: inAddress.length > 0 || stored !== null,
    change(ids) {
      setStored(ids && JSON.stringify(ids))
      setInAddress(ids && [...ids])
    },
  }
}

function readStored(text: string | null): readonly string[] {
  if (text === null) return []
  try {
    return storedSchema.safeParse(JSON.parse(text)).data ?? []
  } catch (error) {
    if (error instanceof SyntaxError) return []
    throw error
  }
}
