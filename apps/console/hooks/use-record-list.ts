'use client'

import type { InfiniteData, UseInfiniteQueryResult } from '@tanstack/react-query'
import { useCallback, useMemo } from 'react'
import { pagesBefore } from '@/lib/page-trail.ts'
import type { Tail } from './use-tail.ts'

interface Page<Row> {
  rows: Row[]
  nextCursor: string | null
}

/** Rows beyond so many would be further down than browsers place anything; the time range is narrowed instead. */
const rowsMost = 600_000
/** What a live list reads on: live rows stand above the first page, so none may be dropped. */
const pagesMostLive = 100

/** Stored pages and live rows as one list. Of the pages those around the reader are held. */
export function useRecordList<Row, LiveRow>(
  query: UseInfiniteQueryResult<InfiniteData<Page<Row>>>,
  tail: Tail<LiveRow>,
  tailMost: number,
  merge: (live: readonly LiveRow[], stored: readonly Row[]) => readonly Row[],
) {
  const { data, hasNextPage, isFetchingNextPage, isFetchNextPageError, fetchNextPage } = query
  const { hasPreviousPage, isFetchingPreviousPage, isFetchPreviousPageError, fetchPreviousPage } = query
  const isReading = isFetchingNextPage || isFetchingPreviousPage
  const stored = useMemo(() => data?.pages.flatMap((page) => page.rows) ?? [], [data])
  // When live rows fill their room, older ones have fallen out between them and the stored ones.
  const isLiveFull = tail.rows.length >= tailMost
  const rows = useMemo(() => merge(tail.rows, isLiveFull ? [] : stored), [merge, tail.rows, isLiveFull, stored])
  const rowsBefore =
    pagesBefore((data?.pageParams[0] as string | null | undefined) ?? null) * (data?.pages[0]?.rows.length ?? 0)
  const isFull =
    tail.status.kind === 'off' ? rowsBefore + rows.length >= rowsMost : (data?.pages.length ?? 0) >= pagesMostLive
  const canReadOn = hasNextPage && !isReading && !isFetchNextPageError && !isFull && !isLiveFull
  const readOn = useCallback(() => {
    if (canReadOn) void fetchNextPage()
  }, [canReadOn, fetchNextPage])
  const canReadBack = hasPreviousPage && !isReading && !isFetchPreviousPageError
  const readBack = useCallback(() => {
    if (canReadBack) void fetchPreviousPage()
  }, [canReadBack, fetchPreviousPage])
  return {
    rows,
    rowsBefore,
    readOn,
    readBack,
    hasMore: hasNextPage && !isFull,
    limited: isLiveFull ? 'live' : hasNextPage && isFull ? 'pages' : null,
  } as const
}
