'use client'

import type { LogSummary } from '@hanzo/schema/api'
import { useInfiniteQuery } from '@tanstack/react-query'
import { type ReactNode, useMemo } from 'react'
import { RecordList } from '@/components/list/record-list.tsx'
import type { Tail } from '@/hooks/use-tail.ts'
import { browserTarget } from '@/lib/api-client.ts'
import { mergeRows } from '@/lib/merge-rows.ts'
import { refreshInterval } from '@/lib/refresh-interval.ts'
import { isMoving } from '@/lib/time-range.ts'
import { traceHref } from '@/lib/trace-href.ts'
import { logColumns } from './log-columns.tsx'
import { logsQuery } from './queries.ts'
import { type LogsSearch, logKey } from './search-params.ts'

interface LogListProps {
  projectId: string
  search: LogsSearch
  tail: Tail<LogSummary>
  onOpen: (log: LogSummary) => void
  onScrolledChange: (scrolled: boolean) => void
  empty: ReactNode
}

const merge = (live: readonly LogSummary[], stored: readonly LogSummary[]) =>
  mergeRows(live, stored, { keyOf: logKey, timeOf: (log) => log.timeUnixNano })

export function LogList({ projectId, search, tail, onOpen, onScrolledChange, empty }: LogListProps) {
  const query = useInfiniteQuery({
    ...logsQuery(browserTarget, projectId, search),
    refetchInterval: ({ state }) =>
      refreshInterval({ live: false, moving: isMoving(search), empty: state.data?.pages[0]?.rows.length === 0 }),
  })
  const columns = useMemo(() => logColumns((log) => traceHref(projectId, log.traceId, log.spanId)), [projectId])
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
      onOpen={onOpen}
      selectedKey={search.log}
      onScrolledChange={onScrolledChange}
      empty={empty}
    />
  )
}
