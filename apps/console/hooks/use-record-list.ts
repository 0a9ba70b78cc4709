'use client'

import type { InfiniteData, UseInfiniteQueryResult } from '@tanstack/react-query'
import { useCallback, useMemo } from 'react'
import type { Tail } from './use-tail.ts'

interface Page<Row> {
  rows: Row[]
  nextCursor: string | null
}

/** At most this many pages are held: beyond them the time range is narrowed instead. */
const pagesMost = 100

/** Stored pages and live rows as one list. */
export function useRecordList<Row, LiveRow>(
  query: UseInfiniteQueryResult<InfiniteData<Page<Row>>>,
  tail: Tail<LiveRow>,
  tailMost: number,
  merge: (live: readonly LiveRow[], stored: readonly Row[]) => readonly Row[],
) {
  const { data, hasNextPage, isFetchingNextPage, isFetchNextPageError, fetchNextPage } = query
  const stored = useMemo(() => data?.pages.flatMap((page) => page.rows) ?? [], [data])
  // When live rows fill their room, older ones have fallen out between them and the stored ones.
  const isLiveFull = tail.rows.length >= tailMost
  const rows = useMemo(() => merge(tail.rows, isLiveFull ? [] : stored), [merge, tail.rows, isLiveFull, stored])
  const isFull = (data?.pages.length ?? 0) >= pagesMost
  const canReadOn = hasNextPage && !isFetchingNextPage && !isFetchNextPageError && !isFull && !isLiveFull
  const readOn = useCallback(() => {
    if (canReadOn) void fetchNextPage()
  }, [canReadOn, fetchNextPage])
  return {
    rows,
    readOn,
    hasMore: hasNextPage && !isFull,
    limited: isLiveFull ? 'live' : hasNextPage && isFull ? 'pages' : null,
  } as const
}
