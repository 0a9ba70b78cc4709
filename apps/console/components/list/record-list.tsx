'use client'

import type { Receipt } from '@hanzo/schema/api'
import type { InfiniteData, UseInfiniteQueryResult } from '@tanstack/react-query'
import { type CSSProperties, type ReactNode, useState } from 'react'
import type { DataTableExpansion } from '@/components/data-table/column.ts'
import { DataTable } from '@/components/data-table/data-table.tsx'
import { WaitingPill } from '@/components/live/waiting-pill.tsx'
import { ErrorState } from '@/components/state/error-state.tsx'
import { ListSkeleton } from '@/components/state/list-skeleton.tsx'
import { useHydrated } from '@/hooks/use-hydrated.ts'
import { useRecordList } from '@/hooks/use-record-list.ts'
import { type Tail, tailRowsMost } from '@/hooks/use-tail.ts'
import { formatCount } from '@/lib/format-number.ts'
import { ListFooter } from './list-footer.tsx'
import { ListStatus } from './list-status.tsx'
import type { ListColumns } from './use-list-columns.ts'

interface RecordListProps<Row, LiveRow> {
  tableId: string
  /** What the rows are, in the plural. */
  noun: string
  columns: Pick<ListColumns<Row>, 'columns' | 'shownIds' | 'change'>
  rowKey: (row: Row) => string
  query: UseInfiniteQueryResult<InfiniteData<{ rows: Row[]; nextCursor: string | null; receipt: Receipt }>>
  tail: Tail<LiveRow>
  /** What arrives live, one and many. */
  liveUnit: [string, string]
  merge: (live: readonly LiveRow[], stored: readonly Row[]) => readonly Row[]
  onOpen: (row: Row) => void
  hrefOf?: (row: Row) => string
  selectedKey?: string | null
  onScrolledChange: (scrolled: boolean) => void
  /** The longest duration of the rows, for the bars. */
  longestOf?: (rows: readonly Row[]) => number
  /** How rows are drawn; lines of 28 pixels when absent. */
  display?: { rowHeight: number; wraps: boolean }
  expansion?: DataTableExpansion<Row>
  /** In the place of the list when nothing was found. */
  empty: ReactNode
}

/** Stored records that scroll on, with live ones on top. */
export function RecordList<Row, LiveRow>(props: RecordListProps<Row, LiveRow>) {
  const { tableId, noun, query, tail, rowKey } = props
  const list = useRecordList(query, tail, tailRowsMost, props.merge)
  const [scrollSignal, setScrollSignal] = useState(0)
  // The answer may be there before the page is: the server's markup has none yet.
  if (!useHydrated()) return <ListSkeleton />
  if (list.rows.length === 0) {
    if (query.isError) {
      return (
        <ErrorState
          className="flex-1"
          title={`The ${noun} could not be read`}
          error={query.error}
          onRetry={() => void query.refetch()}
        />
      )
    }
    return query.isPending ? <ListSkeleton /> : props.empty
  }
  const release = () => {
    tail.release()
    setScrollSignal((signal) => signal + 1)
  }
  const catchUp = () => {
    tail.forgetSkipped()
    void query.refetch()
  }
  const style = props.longestOf && ({ '--longest': String(props.longestOf(list.rows)) } as CSSProperties)
  return (
    <div className="relative flex min-h-0 flex-1 flex-col" style={style}>
      <WaitingPill
        waitingCount={tail.waitingCount}
        skipped={tail.skipped}
        hasGap={tail.hasGap}
        unit={props.liveUnit}
        onRelease={release}
        onCatchUp={catchUp}
      />
      <DataTable
        tableId={tableId}
        label={noun}
        columns={props.columns.columns}
        onReorder={props.columns.change}
        rows={list.rows}
        rowKey={rowKey}
        onOpen={props.onOpen}
        {...(props.hrefOf && { hrefOf: props.hrefOf })}
        selectedKey={props.selectedKey ?? null}
        onReachEnd={list.readOn}
        onScrolledChange={props.onScrolledChange}
        isStale={query.isPlaceholderData}
        scrollToTopSignal={scrollSignal}
        {...props.display}
        {...(props.expansion && { expansion: props.expansion })}
        rowsBefore={list.rowsBefore}
        onReachStart={list.readBack}
        footer={
          <ListFooter
            noun={noun}
            hasMore={list.hasMore}
            isLoadingMore={query.isFetchingNextPage}
            failed={query.isFetchNextPageError}
            onRetry={() => void query.fetchNextPage()}
            limited={limitText(list.limited, noun, list.rowsBefore + list.rows.length)}
          />
        }
      />
      <ListStatus
        noun={noun}
        rowCount={list.rowsBefore + list.rows.length}
        receipt={query.data?.pages.at(-1)?.receipt}
      />
    </div>
  )
}

function limitText(limited: 'live' | 'pages' | null, noun: string, rowCount: number): string | null {
  if (limited === 'live') return 'These are the newest that arrived live. Switch live off to read older ones.'
  if (limited === 'pages')
    return `${formatCount(rowCount)} ${noun} are shown. Narrow the time range or filter to see others.`
  return null
}
