'use client'

import type { LogSummary, TraceStructure } from '@hanzo/schema/api'
import { useInfiniteQuery } from '@tanstack/react-query'
import { useVirtualizer } from '@tanstack/react-virtual'
import Link from 'next/link'
import { useMemo, useRef, useState } from 'react'
import { useProject } from '@/components/shell/project-context.tsx'
import { ErrorState } from '@/components/state/error-state.tsx'
import { ListSkeleton } from '@/components/state/list-skeleton.tsx'
import { Button } from '@/components/ui/button.tsx'
import { traceLogsHref } from '@/lib/logs-href.ts'
import { indexOfSpan, operationAt, type TraceTree } from './model/trace-tree.ts'
import { TraceLogRow } from './trace-log-row.tsx'
import { traceLogsQueryOptions } from './trace-queries.ts'

interface TraceLogsProps {
  trace: TraceStructure
  tree: TraceTree
  /** Only the logs of this span. */
  spanId?: string
  onOpenSpan: (spanId: string) => void
}

const rowHeight = 26

/** The logs that were written during a trace, or one of its spans, in the order of time. */
export function TraceLogs({ trace, tree, spanId, onOpenSpan }: TraceLogsProps) {
  const { projectId } = useProject()
  const query = useInfiniteQuery(traceLogsQueryOptions(projectId, trace, spanId))
  const logs = useMemo(() => query.data?.pages.flatMap(({ rows }) => rows).reverse() ?? [], [query.data])
  if (query.isPending) return <ListSkeleton rowHeight={rowHeight} />
  if (query.error && logs.length === 0)
    return <ErrorState title="The logs could not be read" error={query.error} onRetry={() => void query.refetch()} />
  if (logs.length === 0) return <NoLogs isSpan={spanId !== undefined} />
  return (
    <>
      <div className="flex shrink-0 items-center justify-end gap-4 border-border border-b px-4 py-1">
        {query.hasNextPage && (
          <Button
            variant="link"
            className="mx-auto"
            disabled={query.isFetchingNextPage}
            onClick={() => void query.fetchNextPage()}
          >
            {query.isFetchingNextPage ? 'Reading …' : 'Load earlier logs'}
          </Button>
        )}
        <Button variant="link" asChild>
          <Link href={spanLogsHref(projectId, trace.traceId, spanId, logs)} prefetch={false}>
            Open in Logs
          </Link>
        </Button>
      </div>
      <LogRows logs={logs} tree={tree} showSpan={spanId === undefined} onOpenSpan={onOpenSpan} />
    </>
  )
}

/** The list of logs with these in it. */
function spanLogsHref(projectId: string, traceId: string, spanId: string | undefined, logs: readonly LogSummary[]) {
  const [first, last] = [logs[0]?.timeUnixNano ?? '0', logs.at(-1)?.timeUnixNano ?? '0']
  return traceLogsHref({ projectId, traceId, spanId, firstUnixNano: first, lastUnixNano: last })
}

interface LogRowsProps {
  logs: readonly LogSummary[]
  tree: TraceTree
  showSpan: boolean
  onOpenSpan: (spanId: string) => void
}

function LogRows({ logs, tree, showSpan, onOpenSpan }: LogRowsProps) {
  const scroller = useRef<HTMLDivElement>(null)
  const [openId, setOpenId] = useState<string | null>(null)
  const virtualizer = useVirtualizer({
    count: logs.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    getItemKey: (index) => logs[index]?.logId ?? index,
    overscan: 10,
  })
  return (
    <div ref={scroller} data-own-arrows="" className="min-h-0 flex-1 overflow-y-auto">
      <div className="relative" style={{ height: virtualizer.getTotalSize() }}>
        {virtualizer.getVirtualItems().map(({ index, key, start }) => {
          const log = logs[index]
          if (!log) return null
          return (
            <div
              key={key}
              ref={virtualizer.measureElement}
              data-index={index}
              className="absolute inset-x-0"
              style={{ transform: `translateY(${start}px)` }}
            >
              <TraceLogRow
                log={log}
                traceStart={tree.startTimeUnixNano}
                spanName={showSpan ? operationAt(tree, indexOfSpan(tree, log.spanId))?.name : undefined}
                isOpen={openId === log.logId}
                onToggle={() => setOpenId(openId === log.logId ? null : log.logId)}
                onOpenSpan={onOpenSpan}
              />
            </div>
          )
        })}
      </div>
    </div>
  )
}

function NoLogs({ isSpan }: { isSpan: boolean }) {
  return (
    <div className="px-4 py-3 text-subtle">
      <p>{isSpan ? 'No logs carry the id of this span.' : 'No logs carry the id of this trace.'}</p>
      <p>A log belongs to a trace when it is written inside a span by a logger that is connected to OpenTelemetry.</p>
    </div>
  )
}
