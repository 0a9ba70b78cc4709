'use client'

import type { LogContext, LogSummary } from '@hanzo/schema/api'
import type { InfiniteData, UseInfiniteQueryResult } from '@tanstack/react-query'
import { type RefObject, useEffect, useLayoutEffect, useMemo, useRef } from 'react'
import { ListStatus } from '@/components/list/list-status.tsx'
import { Button } from '@/components/ui/button.tsx'
import { useShortcut } from '@/hooks/use-shortcut.ts'
import { ContextRow } from './context-row.tsx'

interface ContextListProps {
  context: UseInfiniteQueryResult<InfiniteData<LogContext>>
  /** The record in the middle. */
  logId: string
  /** The one that is shown beside the list. */
  shownId: string
  onShow: (logId: string) => void
}

/** Log records in the order of time, with the one that they surround marked, and more of them at both ends. */
export function ContextList({ context, logId, shownId, onShow }: ContextListProps) {
  const scroller = useRef<HTMLDivElement>(null)
  const rows = useMemo(() => context.data?.pages.flatMap((page) => page.rows) ?? [], [context.data])
  useSteadyScroll(scroller, rows)
  const markedRow = useRef<HTMLLIElement>(null)
  useEffect(() => {
    // Browsers may answer with a promise, which is no way to end an effect.
    void markedRow.current?.scrollIntoView({ block: 'center' })
  }, [])
  const move = (step: number) => {
    const next = rows[rows.findIndex((row) => row.logId === shownId) + step]
    if (!next) return
    onShow(next.logId)
    document.getElementById(`log-${next.logId}`)?.scrollIntoView({ block: 'nearest' })
  }
  useShortcut('j', () => move(1))
  useShortcut('k', () => move(-1))
  const at = Number(rows.find((row) => row.logId === logId)?.timeUnixNano.slice(0, -6) ?? 0)
  return (
    <>
      <div ref={scroller} className="min-h-0 flex-1 overflow-auto overscroll-contain [overflow-anchor:none]">
        <More
          label="Load more before"
          none="Nothing earlier within 24 hours"
          has={context.hasPreviousPage}
          isReading={context.isFetchingPreviousPage}
          failed={context.isFetchPreviousPageError}
          onRead={() => void context.fetchPreviousPage()}
        />
        <ol aria-label="Logs before and after">
          {rows.map((row) => (
            <ContextRow
              key={row.logId}
              log={row}
              isMarked={row.logId === logId}
              isShown={row.logId === shownId}
              markedRef={markedRow}
              millisecondsAway={Number(row.timeUnixNano.slice(0, -6)) - at}
              onShow={onShow}
            />
          ))}
        </ol>
        <More
          label="Load more after"
          none="Nothing later within 24 hours"
          has={context.hasNextPage}
          isReading={context.isFetchingNextPage}
          failed={context.isFetchNextPageError}
          onRead={() => void context.fetchNextPage()}
        />
      </div>
      <ListStatus noun="logs" rowCount={rows.length} receipt={context.data?.pages.at(-1)?.receipt} />
    </>
  )
}

interface MoreProps {
  label: string
  /** Said where there are none. */
  none: string
  has: boolean
  isReading: boolean
  failed: boolean
  onRead: () => void
}

function More({ label, none, has, isReading, failed, onRead }: MoreProps) {
  return (
    <div className="flex h-10 items-center justify-center gap-2 text-sm text-subtle">
      {failed && <span role="alert">They could not be read.</span>}
      {has ? (
        <Button size="sm" disabled={isReading} onClick={onRead}>
          {isReading ? 'Reading …' : failed ? 'Try again' : label}
        </Button>
      ) : (
        none
      )}
    </div>
  )
}

const rowHeight = 28
/** Of what stands above the first row. */
const moreHeight = 40

/** Keeps what one looks at where it is when rows are put before it or taken away there. */
function useSteadyScroll(scroller: RefObject<HTMLDivElement | null>, rows: readonly LogSummary[]) {
  const known = useRef<readonly LogSummary[]>([])
  useLayoutEffect(() => {
    const element = scroller.current
    const before = known.current
    known.current = rows
    if (!element || before.length === 0) return
    const at = Math.min(before.length - 1, Math.max(0, Math.floor((element.scrollTop - moreHeight) / rowHeight)))
    const now = rows.findIndex((row) => row.logId === before[at]?.logId)
    if (now >= 0) element.scrollTop += (now - at) * rowHeight
  }, [scroller, rows])
}
