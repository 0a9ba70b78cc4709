'use client'

import { type TraceStructure, type TraceSummary, traceIdSchema } from '@hanzo/schema/api'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useProject } from '@/components/shell/project-context.tsx'
import { Moment } from '@/components/time/moment.tsx'
import { Button } from '@/components/ui/button.tsx'
import { Input } from '@/components/ui/input.tsx'
import { formatDuration } from '@/lib/format-duration.ts'
import { formatQuantity } from '@/lib/format-number.ts'
import { operationAt, type TraceTree } from './model/trace-tree.ts'
import { similarTracesQueryOptions } from './similar-traces-query.ts'

interface CompareChoiceProps {
  trace: TraceStructure
  tree: TraceTree
  onChoose: (traceId: string) => void
}

/** Which trace to hold this one against: one that began with the same span, or any by its id. */
export function CompareChoice({ trace, tree, onChoose }: CompareChoiceProps) {
  const { projectId } = useProject()
  const [text, setText] = useState('')
  const root = operationAt(tree, 0)
  const { data, isPending } = useQuery(similarTracesQueryOptions(projectId, trace, root))
  const others = data?.rows.filter(({ traceId }) => traceId !== trace.traceId) ?? []
  const id = traceIdSchema.safeParse(text.trim().toLowerCase())
  return (
    <div className="min-h-0 flex-1 overflow-y-auto p-4">
      <form
        className="flex max-w-xl items-center gap-2"
        onSubmit={(event) => {
          event.preventDefault()
          if (id.success) onChoose(id.data)
        }}
      >
        <Input
          aria-label="Id of the other trace"
          placeholder="Id of the other trace"
          value={text}
          onChange={(event) => setText(event.target.value)}
          className="font-mono"
        />
        <Button type="submit" disabled={!id.success}>
          Compare
        </Button>
      </form>
      <h2 className="mt-4 mb-1 text-sm text-subtle">Traces that began with {root?.name ?? 'the same span'}</h2>
      {isPending && <p className="text-subtle">Reading …</p>}
      {!isPending && others.length === 0 && (
        <p className="text-subtle">There are no others in the day around this one.</p>
      )}
      <ul className="max-w-3xl">
        {others.map((other) => (
          <OtherTrace key={other.traceId} other={other} onChoose={onChoose} />
        ))}
      </ul>
    </div>
  )
}

function OtherTrace({ other, onChoose }: { other: TraceSummary; onChoose: (traceId: string) => void }) {
  return (
    <li>
      <button
        type="button"
        onClick={() => onChoose(other.traceId)}
        className="flex h-7 w-full items-center gap-4 rounded-sm px-2 text-left text-sm hover:bg-hover"
      >
        <Moment unixNano={other.startTimeUnixNano} />
        <span className="w-20 text-right tabular-nums">{formatDuration(Number(other.durationNanoseconds))}</span>
        <span className="text-subtle">{formatQuantity(other.spanCount, 'span')}</span>
        {other.errorCount > 0 && <span className="text-status-error">{formatQuantity(other.errorCount, 'error')}</span>}
        <code className="ml-auto font-mono text-subtle text-xs">{other.traceId.slice(0, 8)}…</code>
      </button>
    </li>
  )
}
