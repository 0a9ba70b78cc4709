'use client'

import type { IngestProblem } from '@hanzo/schema/api'
import type { UseQueryResult } from '@tanstack/react-query'
import { DataTable } from '@/components/data-table/data-table.tsx'
import { ErrorState } from '@/components/state/error-state.tsx'
import { ListSkeleton } from '@/components/state/list-skeleton.tsx'
import { useHydrated } from '@/hooks/use-hydrated.ts'
import { AllStored } from './all-stored.tsx'
import { problemColumns } from './problem-columns.tsx'
import { problemKey } from './problem-text.ts'

interface ProblemListProps {
  query: UseQueryResult<{ rows: IngestProblem[] }>
  /** Those of the query that are asked for. */
  problems: readonly IngestProblem[]
  acceptedRecords: number | undefined
  isFiltered: boolean
  selectedKey: string | null
  onOpen: (problem: IngestProblem) => void
  onClearFilter: () => void
}

/** What was not stored, or only with a remark, by reason. */
export function ProblemList(props: ProblemListProps) {
  const { query, problems, selectedKey, onOpen } = props
  // The answer may be there before the page is: the server's markup has none yet.
  if (!useHydrated() || query.isPending) return <ListSkeleton />
  if (query.isError && !query.data) {
    return (
      <ErrorState
        className="flex-1"
        title="The problems could not be read"
        error={query.error}
        onRetry={() => void query.refetch()}
      />
    )
  }
  if (problems.length === 0) {
    return (
      <AllStored
        acceptedRecords={props.acceptedRecords}
        onClearFilter={props.isFiltered ? props.onClearFilter : null}
      />
    )
  }
  return (
    <DataTable
      tableId="ingest-problems"
      label="Problems"
      columns={problemColumns}
      rows={problems}
      rowKey={problemKey}
      onOpen={onOpen}
      selectedKey={selectedKey}
      isStale={query.isPlaceholderData}
    />
  )
}
