'use client'

import type { LogPattern, LogPatternList, LogPatternOrder } from '@hanzo/schema/api'
import { excludeValues, setFilter } from '@hanzo/search'
import { useQuery } from '@tanstack/react-query'
import { type ReactNode, useMemo } from 'react'
import { DataTable } from '@/components/data-table/data-table.tsx'
import { ListStatus } from '@/components/list/list-status.tsx'
import { ErrorState } from '@/components/state/error-state.tsx'
import { ListSkeleton } from '@/components/state/list-skeleton.tsx'
import { useHydrated } from '@/hooks/use-hydrated.ts'
import { browserTarget } from '@/lib/api-client.ts'
import { formatCount, formatQuantity } from '@/lib/format-number.ts'
import { refreshInterval } from '@/lib/refresh-interval.ts'
import { isMoving } from '@/lib/time-range.ts'
import { columnOfOrder, orderOfColumn, patternColumns } from './pattern-columns.tsx'
import { type PatternSearch, patternsQuery } from './pattern-queries.ts'

interface PatternListProps {
  projectId: string
  search: PatternSearch & { live: boolean }
  onOrder: (order: LogPatternOrder) => void
  /** Takes the search that finds the records of a pattern. */
  onOpen: (query: string) => void
  /** Takes the search without the records of a pattern. */
  onExclude: (query: string) => void
  empty: ReactNode
}

const patternKey = (pattern: LogPattern) => pattern.patternId

/** What the records of a range have in common; a pattern opens as the list of its records. */
export function PatternList({ projectId, search, onOrder, onOpen, onExclude, empty }: PatternListProps) {
  const query = useQuery({
    ...patternsQuery(browserTarget, projectId, search),
    refetchInterval: ({ state }) =>
      refreshInterval({ live: search.live, moving: isMoving(search), empty: state.data?.rows.length === 0 }),
  })
  const { data, isPlaceholderData } = query
  const most = useMemo(() => Math.max(1, ...(data?.rows.map(({ recordCount }) => recordCount) ?? [])), [data])
  const columns = useMemo(
    () => patternColumns(most, ({ patternIds }) => onExclude(excludeValues(search.query, 'pattern', patternIds))),
    [most, search.query, onExclude],
  )
  // The answer may be there before the page is: the server's markup has none yet.
  if (!useHydrated() || query.isPending) return <ListSkeleton />
  if (!data) {
    return (
      <ErrorState
        className="flex-1"
        title="Patterns could not be read"
        error={query.error}
        onRetry={() => void query.refetch()}
      />
    )
  }
  if (data.rows.length === 0 && data.withoutPattern === 0) return empty
  return (
    <>
      <DataTable
        tableId="patterns"
        label="patterns"
        columns={columns}
        rows={data.rows}
        rowKey={patternKey}
        rowHeight={32}
        onOpen={({ patternIds }) => onOpen(setFilter(search.query, 'pattern', patternIds))}
        isStale={isPlaceholderData}
        sort={{
          columnId: columnOfOrder[search.order],
          columnIds: Object.keys(orderOfColumn),
          onSort: (columnId) => onOrder(orderOfColumn[columnId] ?? 'count'),
        }}
        footer={footerOf(data)}
      />
      <ListStatus noun="patterns" rowCount={data.rows.length} receipt={data.receipt} />
    </>
  )
}

/** What the list does not show. */
function footerOf({ rows, patternCount, withoutPattern, isPartial }: LogPatternList): string {
  const more = isPartial
    ? `More than ${formatCount(patternCount)} patterns: the rarest are left out. Narrow the search.`
    : patternCount > rows.length
      ? `The first ${formatCount(rows.length)} of ${formatCount(patternCount)} patterns`
      : 'End of patterns'
  if (withoutPattern === 0) return more
  return `${more} · ${formatQuantity(withoutPattern, 'log')} without one: empty, or stored before patterns were found`
}
