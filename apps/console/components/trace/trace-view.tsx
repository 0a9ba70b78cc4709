'use client'

import type { TraceStructure } from '@hanzo/schema/api'
import { useQuery } from '@tanstack/react-query'
import Link from 'next/link'
import { useMemo } from 'react'
import { preload } from 'react-dom'
import { PageHeader } from '@/components/shell/page-header.tsx'
import { useProject } from '@/components/shell/project-context.tsx'
import { ErrorState } from '@/components/state/error-state.tsx'
import { ReceiptLine } from '@/components/state/receipt-line.tsx'
import { RefreshButton } from '@/components/time/refresh-button.tsx'
import { CopyButton } from '@/components/ui/copy-button.tsx'
import { useTick } from '@/hooks/use-tick.ts'
import { DownloadTrace } from './download-trace.tsx'
import { buildTraceTree, operationAt, type TraceTree } from './model/trace-tree.ts'
import { movesWithClock } from './running-spans.ts'
import { TraceMissing } from './trace-missing.tsx'
import { earliestPath, isUnknownTrace, traceReadingQueryOptions } from './trace-queries.ts'
import { TraceReader } from './trace-reader.tsx'
import { TraceSkeleton } from './trace-skeleton.tsx'
import { useListHref } from './use-list-href.ts'

/** The page of one trace. */
export function TraceView({ traceId }: { traceId: string }) {
  const { projectId } = useProject()
  // Asked for while the scripts of the page still load. From a server component the hint would come with the scripts.
  preload(earliestPath(projectId, traceId), { as: 'fetch', crossOrigin: 'anonymous' })
  const listHref = useListHref(`/projects/${encodeURIComponent(projectId)}/traces`)
  const { data, error, isFetching, refetch } = useQuery(traceReadingQueryOptions(projectId, traceId))
  // The first spans alone are no trace: where the others cannot be read, that is what the page says.
  const isReadable = data !== undefined && (data.isWhole || error === null)
  const trace = isReadable ? data.trace : undefined
  const now = useTick(movesWithClock(trace))
  const tree = useMemo(() => trace && buildTraceTree(trace, now), [trace, now])
  return (
    <>
      <PageHeader
        title={<TraceTitle listHref={listHref} trace={trace} tree={tree} />}
        actions={
          <>
            <TraceId traceId={traceId} />
            <ReceiptLine receipt={trace?.receipt} />
            <DownloadTrace traceId={traceId} />
            <RefreshButton />
          </>
        }
      />
      {trace && tree ? (
        <TraceReader trace={trace} tree={tree} isWhole={data?.isWhole ?? false} />
      ) : isUnknownTrace(error) ? (
        <TraceMissing traceId={traceId} listHref={listHref} isFetching={isFetching} onRetry={() => void refetch()} />
      ) : error ? (
        <ErrorState
          className="flex-1"
          title="The trace could not be read"
          error={error}
          onRetry={() => void refetch()}
        />
      ) : (
        <TraceSkeleton />
      )}
    </>
  )
}

function TraceId({ traceId }: { traceId: string }) {
  return (
    <span className="flex items-center text-subtle">
      <code className="font-mono text-xs" title={traceId}>
        {traceId.slice(0, 8)}…{traceId.slice(-4)}
      </code>
      <CopyButton text={traceId} what="Trace id" />
    </span>
  )
}

interface TraceTitleProps {
  listHref: string
  trace: TraceStructure | undefined
  tree: TraceTree | undefined
}

function TraceTitle({ listHref, trace, tree }: TraceTitleProps) {
  const root = tree && operationAt(tree, rootIndex(tree))
  return (
    <span className="flex min-w-0 items-center gap-2">
      <Link href={listHref} prefetch={false} className="font-normal text-subtle hover:text-foreground hover:underline">
        Traces
      </Link>
      <span aria-hidden="true" className="font-normal text-border-strong">
        /
      </span>
      <span className="truncate">{root?.name ?? (trace ? 'Trace' : '…')}</span>
    </span>
  )
}

/** The first root, or the earliest span where none has arrived. */
function rootIndex(tree: TraceTree): number {
  const place = tree.structure.parents.indexOf(-1)
  return tree.nodeOf[Math.max(place, 0)] ?? 0
}
