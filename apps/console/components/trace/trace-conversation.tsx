'use client'

import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { useProject } from '@/components/shell/project-context.tsx'
import { ErrorState } from '@/components/state/error-state.tsx'
import { ListSkeleton } from '@/components/state/list-skeleton.tsx'
import { classNames } from '@/lib/class-names.ts'
import { formatDuration } from '@/lib/format-duration.ts'
import { conversationOf } from './conversation.ts'
import { ConversationView } from './conversation-view.tsx'
import { type ModelCall, modelCalls } from './model/model-calls.ts'
import { indexOfSpan, type TraceTree } from './model/trace-tree.ts'
import { spanQueryOptions } from './trace-queries.ts'

interface TraceConversationProps {
  traceId: string
  tree: TraceTree
  /** The call whose messages are shown; the last one when absent. */
  callId: string | null
  onCall: (spanId: string) => void
}

/** What was said in a trace: its calls of models in the order of time, and all messages of one of them. */
export function TraceConversation({ traceId, tree, callId, onCall }: TraceConversationProps) {
  const calls = useMemo(() => modelCalls(tree), [tree])
  const chosen = calls.find(({ index }) => index === indexOfSpan(tree, callId)) ?? calls.at(-1)
  if (!chosen) return <p className="px-4 py-3 text-subtle">No span of this trace is a call of a model.</p>
  return (
    <div className="flex min-h-0 flex-1">
      <ol aria-label="Calls of models" className="w-72 shrink-0 overflow-y-auto border-border border-r">
        {calls.map((call) => (
          <li key={call.spanId}>
            <CallButton call={call} isChosen={call === chosen} onCall={onCall} />
          </li>
        ))}
      </ol>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls is reached by keyboard */}
      <section aria-label="Messages" tabIndex={0} className="min-w-0 flex-1 overflow-y-auto py-3">
        <CallMessages key={chosen.spanId} traceId={traceId} call={chosen} />
      </section>
    </div>
  )
}

interface CallButtonProps {
  call: ModelCall
  isChosen: boolean
  onCall: (spanId: string) => void
}

function CallButton({ call, isChosen, onCall }: CallButtonProps) {
  return (
    <button
      type="button"
      aria-pressed={isChosen}
      onClick={() => onCall(call.spanId)}
      className={classNames(
        'flex w-full flex-col px-4 py-1.5 text-left text-sm hover:bg-hover',
        isChosen && 'bg-selected hover:bg-selected',
      )}
    >
      <span className={classNames('truncate font-medium', call.isError && 'text-status-error')}>{call.name}</span>
      <span className="truncate text-subtle text-xs">
        +{formatDuration(call.start)} · {formatDuration(call.duration)}
        {call.model && ` · ${call.model}`}
      </span>
    </button>
  )
}

function CallMessages({ traceId, call }: { traceId: string; call: ModelCall }) {
  const { projectId } = useProject()
  const { data, error, refetch } = useQuery(spanQueryOptions(projectId, traceId, call.spanId, call.state))
  const conversation = useMemo(() => data && conversationOf(data.attributes), [data])
  if (error && !data)
    return <ErrorState title="The call could not be read" error={error} onRetry={() => void refetch()} />
  if (!data) return <ListSkeleton rowHeight={28} />
  if (!conversation)
    return (
      <p className="px-4 text-subtle">
        This call was sent without its messages: recording them is a choice of the sender.
      </p>
    )
  return <ConversationView conversation={conversation} />
}
