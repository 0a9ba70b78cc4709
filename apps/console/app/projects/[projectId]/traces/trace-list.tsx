'use client'

import type { SpanSummary, TraceSummary } from '@hanzo/schema/api'
import { useInfiniteQuery } from '@tanstack/react-query'
import { useRouter } from 'next/navigation'
import { type ReactNode, useCallback } from 'react'
import { RecordList } from '@/components/list/record-list.tsx'
import type { ListColumns } from '@/components/list/use-list-columns.ts'
import type { Tail } from '@/hooks/use-tail.ts'
import { browserTarget } from '@/lib/api-client.ts'
import { mergeTraces, tracesOfSpans } from '@/lib/live-traces.ts'
import { hasRunning, refreshInterval } from '@/lib/refresh-interval.ts'
import { isMoving } from '@/lib/time-range.ts'
import { traceHref } from '@/lib/trace-href.ts'
import { tracesQuery } from './queries.ts'
import { type TracesSearch, traceKey } from './search-params.ts'
import type { TraceListRow } from './trace-columns.tsx'

interface TraceListProps {
  projectId: string
  search: TracesSearch
  tail: Tail<SpanSummary>
  columns: ListColumns<TraceListRow>
  onScrolledChange: (scrolled: boolean) => void
  empty: ReactNode
}

const merge = (live: readonly SpanSummary[], stored: readonly TraceSummary[]) =>
  mergeTraces(tracesOfSpans(live), stored)

const longestOf = (rows: readonly TraceSummary[]) =>
  rows.reduce((longest, row) => Math.max(longest, Number(row.durationNanoseconds)), 1)

export function TraceList({ projectId, search, tail, columns, onScrolledChange, empty }: TraceListProps) {
  const router = useRouter()
  const query = useInfiniteQuery({
    ...tracesQuery(browserTarget, projectId, search),
    // A live trace is counted from the spans that matched and have arrived: its row is read again until it is whole.
    refetchInterval: ({ state }) =>
      refreshInterval({
        live: tail.status.kind === 'live',
        moving: isMoving(search),
        empty: state.data?.pages[0]?.rows.length === 0,
        running: hasRunning(state.data?.pages),
      }),
  })
  const hrefOf = useCallback((trace: TraceSummary) => traceHref(projectId, trace.traceId), [projectId])
  return (
    <RecordList
      tableId="traces"
      noun="traces"
      columns={columns}
      rowKey={traceKey}
      query={query}
      tail={tail}
      liveUnit={['span', 'spans']}
      merge={merge}
      longestOf={longestOf}
      hrefOf={hrefOf}
      onOpen={(trace) => router.push(hrefOf(trace))}
      onScrolledChange={onScrolledChange}
      empty={empty}
    />
  )
}
