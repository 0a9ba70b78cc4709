'use client'

import type { TraceStructure } from '@hanzo/schema/api'
import { traceIdSchema } from '@hanzo/schema/api'
import { useQuery } from '@tanstack/react-query'
import { useMemo, useState } from 'react'
import { useProject } from '@/components/shell/project-context.tsx'
import { ErrorState } from '@/components/state/error-state.tsx'
import { ListSkeleton } from '@/components/state/list-skeleton.tsx'
import { Button } from '@/components/ui/button.tsx'
import { formatDuration } from '@/lib/format-duration.ts'
import { formatQuantity } from '@/lib/format-number.ts'
import { CompareChoice } from './compare-choice.tsx'
import { CompareRows } from './compare-rows.tsx'
import { compareTraces } from './model/compare-traces.ts'
import { buildTraceTree, type TraceTree } from './model/trace-tree.ts'
import { traceQueryOptions } from './trace-queries.ts'

interface TraceCompareProps {
  trace: TraceStructure
  tree: TraceTree
  /** The trace this one is held against. */
  otherId: string | null
  onOther: (traceId: string | null) => void
  onOpen: (index: number) => void
}

/** This trace beside another: which paths of spans came, went, or took another time. */
export function TraceCompare({ trace, tree, otherId, onOther, onOpen }: TraceCompareProps) {
  const id = traceIdSchema.safeParse(otherId ?? '')
  if (!id.success) return <CompareChoice trace={trace} tree={tree} onChoose={onOther} />
  return <Comparison tree={tree} otherId={id.data} onOther={onOther} onOpen={onOpen} />
}

interface ComparisonProps {
  tree: TraceTree
  otherId: string
  onOther: (traceId: string | null) => void
  onOpen: (index: number) => void
}

function Comparison({ tree, otherId, onOther, onOpen }: ComparisonProps) {
  const { projectId } = useProject()
  const [isShort, setShort] = useState(true)
  const { data: other, error, refetch } = useQuery(traceQueryOptions(projectId, otherId))
  const before = useMemo(() => other && buildTraceTree(other), [other])
  const rows = useMemo(() => before && compareTraces(before, tree), [before, tree])
  if (error && !other)
    return <ErrorState title="The other trace could not be read" error={error} onRetry={() => void refetch()} />
  if (!rows || !before) return <ListSkeleton rowHeight={28} />
  const changed = rows.filter(({ change }) => change !== 'same')
  return (
    <>
      <div className="flex min-h-10 shrink-0 flex-wrap items-center gap-x-4 gap-y-1 border-border border-b px-4 py-1 text-sm">
        <span>
          <code className="font-mono text-xs">{otherId.slice(0, 8)}…</code> took {formatDuration(before.length)},{' '}
          {formatQuantity(before.spanCount, 'span')}; this one {formatDuration(tree.length)},{' '}
          {formatQuantity(tree.spanCount, 'span')}
        </span>
        <span className="ml-auto flex gap-1">
          <Button variant="ghost" aria-pressed={isShort} onClick={() => setShort(!isShort)}>
            {isShort ? 'Show all paths' : 'Only differences'}
          </Button>
          <Button variant="ghost" onClick={() => onOther(null)}>
            Another trace
          </Button>
        </span>
      </div>
      {changed.length === 0 && (
        <p className="px-4 py-3 text-subtle">
          No path of spans differs by more than a tenth of its time or a thousandth of the trace.
        </p>
      )}
      <CompareRows rows={isShort ? changed : rows} onOpen={onOpen} />
    </>
  )
}
