'use client'

import type { LogSummary } from '@hanzo/schema/api'
import { useInfiniteQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import type { DataTableExpansion } from '@/components/data-table/column.ts'
import { RecordList } from '@/components/list/record-list.tsx'
import type { ListColumns } from '@/components/list/use-list-columns.ts'
import type { Tail } from '@/hooks/use-tail.ts'
import { browserTarget } from '@/lib/api-client.ts'
import { mergeRows } from '@/lib/merge-rows.ts'
import { refreshInterval } from '@/lib/refresh-interval.ts'
import { isMoving } from '@/lib/time-range.ts'
import type { LogListRow } from './log-columns.tsx'
import { logsQuery } from './queries.ts'
import { type LogsSearch, logKey } from './search-params.ts'

interface LogListProps {
  projectId: string
  search: LogsSearch
  tail: Tail<LogSummary>
  columns: ListColumns<LogListRow>
  onOpen: (log: LogSummary) => void
  display: { rowHeight: number; wraps: boolean }
  expansion: DataTableExpansion<LogListRow>
  onScrolledChange: (scrolled: boolean) => void
  empty: ReactNode
}

const merge = (live: readonly LogSummary[], stored: readonly LogListRow[]): readonly LogListRow[] =>
  mergeRows<LogListRow>(live, stored, { keyOf: logKey, timeOf: (log) => log.timeUnixNano })

export function LogList(props: LogListProps) {
  const { projectId, search, tail, columns } = props
  const query = useInfiniteQuery({
    ...logsQuery(browserTarget, projectId, search, columns.valueKeys),
    refetchInterval: ({ state }) =>
      refreshInterval({ live: false, moving: isMoving(search), empty: state.data?.pages[0]?.rows.length === 0 }),
  })
  return (
    <RecordList
      tableId="logs"
      noun="logs"
      columns={columns}
      rowKey={logKey}
      query={query}
      tail={tail}
      liveUnit={['log', 'logs']}
      merge={merge}
      onOpen={props.onOpen}
      display={props.display}
      expansion={props.expansion}
      selectedKey={search.log}
      onScrolledChange={props.onScrolledChange}
      empty={props.empty}
    />
  )
}
