'use client'

import type { SpanSummary } from '@hanzo/schema/api'
import { useInfiniteQuery } from '@tanstack/react-query'
import { useRouter } from 'next/navigation'
import { type ReactNode, useCallback } from 'react'
import { RecordList } from '@/components/list/record-list.tsx'
import type { ListColumns } from '@/components/list/use-list-columns.ts'
import type { Tail } from '@/hooks/use-tail.ts'
import { browserTarget } from '@/lib/api-client.ts'
import { mergeRows } from '@/lib/merge-rows.ts'
import { tellsMore } from '@/lib/open-span.ts'
import { hasRunning, refreshInterval } from '@/lib/refresh-interval.ts'
import { isMoving } from '@/lib/time-range.ts'
import { traceHref } from '@/lib/trace-href.ts'
import { spansQuery } from './queries.ts'
import { spanKey, type TracesSearch } from './search-params.ts'
import type { SpanListRow } from './span-columns.tsx'

interface SpanListProps {
  projectId: string
  search: TracesSearch
  tail: Tail<SpanSummary>
  columns: ListColumns<SpanListRow>
  onScrolledChange: (scrolled: boolean) => void
  empty: ReactNode
}

const merge = (live: readonly SpanSummary[], stored: readonly SpanListRow[]): readonly SpanListRow[] =>
  mergeRows<SpanListRow>(live, stored, {
    keyOf: spanKey,
    timeOf: (span) => span.startTimeUnixNano,
    replaces: tellsMore,
  })

const longestOf = (rows: readonly SpanListRow[]) =>
  rows.reduce((longest, row) => Math.max(longest, Number(row.durationNanoseconds)), 1)

export function SpanList({ projectId, search, tail, columns, onScrolledChange, empty }: SpanListProps) {
  const router = useRouter()
  const query = useInfiniteQuery({
    ...spansQuery(browserTarget, projectId, search, columns.valueKeys),
    refetchInterval: ({ state }) =>
      refreshInterval({
        live: false,
        moving: isMoving(search),
        empty: state.data?.pages[0]?.rows.length === 0,
        running: hasRunning(state.data?.pages),
      }),
  })
  const hrefOf = useCallback((span: SpanSummary) => traceHref(projectId, span.traceId, span.spanId), [projectId])
  return (
    <RecordList
      tableId="spans"
      noun="spans"
      columns={columns}
      rowKey={spanKey}
      query={query}
      tail={tail}
      liveUnit={['span', 'spans']}
      merge={merge}
      longestOf={longestOf}
      hrefOf={hrefOf}
      onOpen={(span) => router.push(hrefOf(span))}
      onScrolledChange={onScrolledChange}
      empty={empty}
    />
  )
}
