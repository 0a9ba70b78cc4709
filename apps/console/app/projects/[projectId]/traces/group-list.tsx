'use client'

import type { SpanGroup, SpanGroupList, SpanGroupOrder } from '@hanzo/schema/api'
import { useQuery } from '@tanstack/react-query'
import { type ReactNode, useMemo } from 'react'
import { DataTable } from '@/components/data-table/data-table.tsx'
import { ListStatus } from '@/components/list/list-status.tsx'
import { ErrorState } from '@/components/state/error-state.tsx'
import { ListSkeleton } from '@/components/state/list-skeleton.tsx'
import { useHydrated } from '@/hooks/use-hydrated.ts'
import { browserTarget } from '@/lib/api-client.ts'
import { formatCount } from '@/lib/format-number.ts'
import { refreshInterval } from '@/lib/refresh-interval.ts'
import { isMoving } from '@/lib/time-range.ts'
import { groupColumns } from './group-columns.tsx'
import { spanGroupsQuery } from './queries.ts'
import type { TracesSearch } from './search-params.ts'

interface GroupListProps {
  projectId: string
  search: TracesSearch
  keys: readonly string[]
  onOrder: (order: SpanGroupOrder) => void
  onOpen: (group: SpanGroup) => void
  empty: ReactNode
}

const groupKey = (group: SpanGroup) => JSON.stringify(group.values)

/** Ended spans by what they have in common, the greatest group first; a group opens as the list of its spans. */
export function GroupList({ projectId, search, keys, onOrder, onOpen, empty }: GroupListProps) {
  const query = useQuery({
    ...spanGroupsQuery(browserTarget, projectId, search),
    refetchInterval: ({ state }) =>
      refreshInterval({ live: search.live, moving: isMoving(search), empty: state.data?.rows.length === 0 }),
  })
  const { data, isPlaceholderData } = query
  const most = useMemo(() => Math.max(1, ...(data?.rows.map(({ spanCount }) => spanCount) ?? [])), [data])
  const columns = useMemo(() => groupColumns(keys, most), [keys, most])
  const orders = new Map(columns.flatMap(({ id, order }) => (order ? [[id, order] as const] : [])))
  // The answer may be there before the page is: the server's markup has none yet.
  if (!useHydrated() || query.isPending) return <ListSkeleton />
  if (!data) {
    return (
      <ErrorState
        className="flex-1"
        title="The spans could not be grouped"
        error={query.error}
        onRetry={() => void query.refetch()}
      />
    )
  }
  if (data.rows.length === 0) return empty
  return (
    <>
      <DataTable
        tableId="groups"
        label="groups"
        columns={columns}
        rows={data.rows}
        rowKey={groupKey}
        onOpen={onOpen}
        isStale={isPlaceholderData}
        sort={{
          columnId: search.order === 'errors' ? 'errorRate' : search.order,
          columnIds: [...orders.keys()],
          onSort: (columnId) => onOrder(orders.get(columnId) ?? 'spans'),
        }}
        footer={footerOf(data)}
      />
      {isEstimate(data) && <SampleNote sample={data.sample} />}
      <ListStatus noun="groups" rowCount={data.rows.length} receipt={data.receipt} />
    </>
  )
}

const isEstimate = ({ sample }: SpanGroupList): boolean => sample.spanCount < sample.ofSpans

function footerOf({ rows, groupCount, isPartial }: SpanGroupList): string {
  if (isPartial) return `More than ${formatCount(groupCount)} groups: spans of others are left out. Narrow the search.`
  if (groupCount <= rows.length) return 'End of groups'
  return `The greatest ${formatCount(rows.length)} of ${formatCount(groupCount)} groups`
}

function SampleNote({ sample }: Pick<SpanGroupList, 'sample'>) {
  return (
    <p className="border-border border-t px-4 py-1.5 text-muted text-xs">
      Estimated from a sample of {formatCount(sample.spanCount)} of {formatCount(sample.ofSpans)} spans: rare groups may
      be missing. Narrow the range to count every span.
    </p>
  )
}
