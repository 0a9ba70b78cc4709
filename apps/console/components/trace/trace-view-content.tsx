'use client'

import type { TraceStructure } from '@hanzo/schema/api'
import dynamic from 'next/dynamic'
import { useMemo } from 'react'
import { flameLayout, serviceLayout } from './model/lane-layout.ts'
import { spanIdAt } from './model/span-ids.ts'
import { indexOfSpan } from './model/trace-tree.ts'
import type { SetTraceSearch, TraceSearch } from './use-trace-search.ts'
import type { Waterfall as WaterfallState } from './use-waterfall.ts'
import { useWaterfallKeys } from './use-waterfall-keys.ts'
import { Waterfall } from './waterfall.tsx'

// What is not seen at first is loaded when it is.
const SpanCanvas = dynamic(() => import('./span-canvas.tsx').then(({ SpanCanvas }) => SpanCanvas), { ssr: false })
const SpanTable = dynamic(() => import('./span-table.tsx').then(({ SpanTable }) => SpanTable), { ssr: false })
const TraceConversation = dynamic(
  () => import('./trace-conversation.tsx').then(({ TraceConversation }) => TraceConversation),
  { ssr: false },
)
const TraceErrors = dynamic(() => import('./trace-errors.tsx').then(({ TraceErrors }) => TraceErrors), { ssr: false })
const TraceLogs = dynamic(() => import('./trace-logs.tsx').then(({ TraceLogs }) => TraceLogs), { ssr: false })
const TraceMap = dynamic(() => import('./trace-map.tsx').then(({ TraceMap }) => TraceMap), { ssr: false })
const TraceCompare = dynamic(() => import('./trace-compare.tsx').then(({ TraceCompare }) => TraceCompare), {
  ssr: false,
})

interface TraceViewContentProps {
  trace: TraceStructure
  waterfall: WaterfallState
  search: TraceSearch
  setSearch: SetTraceSearch
  onOpen: (index: number) => void
}

/** The view of the trace that is chosen. */
export function TraceViewContent(props: TraceViewContentProps) {
  const { trace, waterfall, search, setSearch, onOpen } = props
  const { tree } = waterfall
  switch (search.view) {
    case 'flame':
    case 'lanes':
      return <CanvasView {...props} />
    case 'table':
      return <SpanTable waterfall={waterfall} search={search} setSearch={setSearch} onOpen={onOpen} />
    case 'conversation':
      return (
        <TraceConversation
          traceId={trace.traceId}
          tree={tree}
          callId={search.call}
          onCall={(call) => setSearch({ call })}
        />
      )
    case 'map':
      return <TraceMap tree={tree} />
    case 'errors':
      return <TraceErrors waterfall={waterfall} onOpen={onOpen} />
    case 'logs':
      return <TraceLogs trace={trace} tree={tree} onOpenSpan={(spanId) => onOpen(indexOfSpan(tree, spanId))} />
    case 'compare':
      return (
        <TraceCompare
          trace={trace}
          tree={tree}
          otherId={search.with}
          onOther={(traceId) => setSearch({ with: traceId })}
          onOpen={onOpen}
        />
      )
    default:
      return <WaterfallView {...props} />
  }
}

function WaterfallView({ waterfall, search, setSearch, onOpen }: TraceViewContentProps) {
  const { tree } = waterfall
  useWaterfallKeys(waterfall)
  return (
    <Waterfall
      waterfall={waterfall}
      isSearching={search.find.trim() !== ''}
      onOpen={onOpen}
      onOpenLog={(index) => {
        waterfall.goTo(index)
        setSearch({ span: spanIdAt(tree.structure, tree.place[index] ?? 0), tab: 'logs' })
      }}
    />
  )
}

function CanvasView({ waterfall, search, onOpen }: TraceViewContentProps) {
  const { tree } = waterfall
  const isFlame = search.view === 'flame'
  const layout = useMemo(() => (isFlame ? flameLayout(tree) : serviceLayout(tree)), [isFlame, tree])
  return (
    <SpanCanvas
      key={search.view}
      label={isFlame ? 'Flame graph' : 'Spans by service'}
      waterfall={waterfall}
      layout={layout}
      isSearching={search.find.trim() !== ''}
      onOpen={onOpen}
    />
  )
}
