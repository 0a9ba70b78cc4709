'use client'

import type { OpenSpanState, SpanDetail } from '@hanzo/schema/api'
import { useMemo } from 'react'
import { OpenStateBadge } from '@/components/record/open-state-badge.tsx'
import { Moment } from '@/components/time/moment.tsx'
import { formatDuration, formatElapsed } from '@/lib/format-duration.ts'
import { conversationOf } from './conversation.ts'
import { ConversationView } from './conversation-view.tsx'
import { type Fact, FactList } from './fact-list.tsx'
import { nodeAt, type TraceNode, type TraceTree } from './model/trace-tree.ts'
import { SpanCost } from './span-cost.tsx'
import { SpanError } from './span-error.tsx'
import { SpanStatusBadge } from './span-status-badge.tsx'
import { TokenBar } from './token-bar.tsx'

interface SpanOverviewProps {
  node: TraceNode
  tree: TraceTree
  detail: SpanDetail
  onOpenSpan: (spanId: string) => void
}

/** What a span was, how long it took and how it ended; for a model or a tool call also what was said. */
export function SpanOverview({ node, tree, detail, onOpenSpan }: SpanOverviewProps) {
  const conversation = useMemo(() => conversationOf(detail.attributes), [detail])
  const genAi = genAiFacts(detail)
  return (
    <div className="flex flex-col gap-4 py-3">
      <SpanError detail={detail} />
      <FactList facts={spanFacts(node, tree, detail, onOpenSpan)} />
      {(genAi.length > 0 || detail.genAiInputTokens + detail.genAiOutputTokens > 0) && (
        <section className="mx-4 rounded-md border border-border">
          <h3 className="border-border border-b bg-surface px-3 py-1 font-medium text-sm">Generative AI</h3>
          <FactList facts={genAi} className="px-3 py-1.5" />
          <TokenBar span={detail} />
          <SpanCost detail={detail} />
        </section>
      )}
      {conversation && <ConversationView conversation={conversation} />}
    </div>
  )
}

function spanFacts(node: TraceNode, tree: TraceTree, detail: SpanDetail, onOpenSpan: (spanId: string) => void): Fact[] {
  const parent = nodeAt(tree, node.parent)
  const share = tree.length > 0 ? (node.duration / tree.length) * 100 : 100
  const route = [detail.httpRoute, detail.httpResponseStatusCode || ''].filter(Boolean).join(' → ')
  return [
    {
      label: 'Status',
      value: detail.state ? <OpenStateBadge state={detail.state} /> : <SpanStatusBadge status={detail.status} />,
    },
    ...(detail.state
      ? openFacts(node, detail.state)
      : [
          {
            label: 'Duration',
            value: `${formatDuration(node.duration)} (${share < 0.1 ? '<0.1' : share.toFixed(1)} % of the trace)`,
          },
          { label: 'Self time', value: `${formatDuration(node.self)} not covered by its children` },
        ]),
    {
      label: 'Started',
      value: (
        <>
          <Moment unixNano={detail.startTimeUnixNano} />{' '}
          <span className="text-subtle">+{formatDuration(node.start)}</span>
        </>
      ),
    },
    { label: 'Kind', value: detail.kind },
    { label: 'HTTP', value: route },
    { label: 'Session', value: detail.sessionId },
    {
      label: 'Parent',
      value: parent?.operation ? (
        <button type="button" className="text-accent hover:underline" onClick={() => onOpenSpan(parent.spanId)}>
          {parent.operation.name}
        </button>
      ) : parent ? (
        <span className="text-subtle italic">{parent.spanId} has not arrived</span>
      ) : (
        <span className="text-subtle">none, this is a root</span>
      ),
    },
    { label: 'Span id', value: <code className="font-mono text-sm">{detail.spanId}</code> },
    { label: 'Trace state', value: detail.traceState },
  ].filter(({ value }) => value !== '')
}

function openFacts(node: TraceNode, state: OpenSpanState): Fact[] {
  if (state === 'running') {
    return [
      {
        label: 'Duration',
        value: `${formatElapsed(node.duration)} so far; status, events and results come with its end`,
      },
    ]
  }
  return [{ label: 'Duration', value: 'unknown: no end received in the time it had, only what its start told' }]
}

function genAiFacts(detail: SpanDetail): Fact[] {
  const { genAi } = detail
  const models = new Set([detail.genAiRequestModel, genAi?.responseModel ?? ''].filter(Boolean))
  const firstChunk = Number(genAi?.timeToFirstChunkNanoseconds ?? 0)
  return [
    { label: 'Kind', value: genAi?.kind ?? '' },
    { label: 'Operation', value: detail.genAiOperationName },
    { label: 'Provider', value: genAi?.providerName ?? '' },
    { label: 'Model', value: [...models].join(' → ') },
    { label: 'Agent', value: detail.genAiAgentName },
    { label: 'Tool', value: detail.genAiToolName },
    { label: 'Finished', value: genAi?.finishReason ?? '' },
    { label: 'First chunk', value: firstChunk > 0 ? `after ${formatDuration(firstChunk)}` : '' },
  ].filter(({ value }) => value !== '')
}
