'use client'

import type { DeadLetterSummary } from '@hanzo/schema/api'
import type { UseQueryResult } from '@tanstack/react-query'
import { CircleCheckIcon } from 'lucide-react'
import { DataTable } from '@/components/data-table/data-table.tsx'
import { ErrorState } from '@/components/state/error-state.tsx'
import { ListSkeleton } from '@/components/state/list-skeleton.tsx'
import { useHydrated } from '@/hooks/use-hydrated.ts'
import { deadLetterColumns } from './dead-letter-columns.tsx'

interface DeadLetterListProps {
  query: UseQueryResult<{ rows: DeadLetterSummary[] }>
  selectedKey: string | null
  onOpen: (letter: DeadLetterSummary) => void
}

const keyOf = ({ id }: DeadLetterSummary) => id

/** What ClickHouse refused for good. */
export function DeadLetterList({ query, selectedKey, onOpen }: DeadLetterListProps) {
  if (!useHydrated() || query.isPending) return <ListSkeleton />
  if (!query.data) {
    return (
      <ErrorState
        className="flex-1"
        title="The dead letters could not be read"
        error={query.error}
        onRetry={() => void query.refetch()}
      />
    )
  }
  if (query.data.rows.length === 0) {
    return (
      <div className="flex flex-1 flex-col items-center justify-center gap-1 p-8 text-center">
        <CircleCheckIcon className="mb-1 size-5 text-status-ok" />
        <p className="font-medium">No dead letters</p>
        <p className="max-w-md text-muted">
          Rows that ClickHouse refuses for good are kept here with its answer, until they are sent again or deleted.
        </p>
      </div>
    )
  }
  return (
    <DataTable
      tableId="dead-letters"
      label="Dead letters"
      columns={deadLetterColumns}
      rows={query.data.rows}
      rowKey={keyOf}
      onOpen={onOpen}
      selectedKey={selectedKey}
    />
  )
}
