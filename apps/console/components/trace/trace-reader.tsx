'use client'

import type { TraceStructure } from '@hanzo/schema/api'
import { useQuery } from '@tanstack/react-query'
import dynamic from 'next/dynamic'
import { useCallback, useRef } from 'react'
import { useProject } from '@/components/shell/project-context.tsx'
import { ListSkeleton } from '@/components/state/list-skeleton.tsx'
import { Tabs, TabsContent, TabsList, TabsTrigger } from '@/components/ui/tabs.tsx'
import { useNow } from '@/hooks/use-now.ts'
import { formatCount } from '@/lib/format-number.ts'
import { colorChoices } from './model/span-colors.ts'
import { spanIdAt } from './model/span-ids.ts'
import { indexOfSpan, nodeAt, type TraceTree } from './model/trace-tree.ts'
import { TraceHeader } from './trace-header.tsx'
import { TraceOptions } from './trace-options.tsx'
import { isArriving, traceAttributeQueryOptions } from './trace-queries.ts'
import { type TraceViewName, traceViews } from './trace-search-params.ts'
import { TraceToolbar } from './trace-toolbar.tsx'
import { TraceViewContent } from './trace-view-content.tsx'
import { useTraceKeys } from './use-trace-keys.ts'
import { useTraceRecords } from './use-trace-records.ts'
import { type TraceSearch, useTraceSearch } from './use-trace-search.ts'
import { useWaterfall } from './use-waterfall.ts'

// Most who open a trace look at its spans first: the panel comes when one of them is opened.
const SpanPanel = dynamic(() => import('./span-panel.tsx').then(({ SpanPanel }) => SpanPanel), { ssr: false })

const viewLabels: Readonly<Record<TraceViewName, string>> = {
  waterfall: 'Waterfall',
  flame: 'Flame graph',
  lanes: 'Services',
  table: 'Spans',
  conversation: 'Conversation',
  map: 'Map',
  errors: 'Errors',
  logs: 'Logs',
  compare: 'Compare',
}
/** Views that draw spans on the axis of time: what is found and how spans are coloured is theirs. */
const drawnViews: ReadonlySet<TraceViewName> = new Set(['waterfall', 'flame', 'lanes'])

interface TraceReaderProps {
  trace: TraceStructure
  tree: TraceTree
  /** False while only the first spans are here. */
  isWhole: boolean
}

/** A trace that has been read: what it is, its spans in one of several views, and the span that is open. */
export function TraceReader({ trace, tree, isWhole }: TraceReaderProps) {
  const { projectId } = useProject()
  const [search, setSearch] = useTraceSearch()
  const findInput = useRef<HTMLInputElement>(null)
  const now = useNow(5_000)
  const isByAttribute = !colorChoices.some((choice) => choice === search.color)
  const attribute = useQuery({
    ...traceAttributeQueryOptions(projectId, trace.traceId, search.color),
    enabled: isByAttribute,
  })
  const records = useTraceRecords(trace, search.records && search.view === 'waterfall')
  const waterfall = useWaterfall({
    tree,
    isWhole,
    search,
    setSearch,
    attribute: isByAttribute ? attribute.data : undefined,
    records,
  })
  const { goTo } = waterfall
  const openSpan = useCallback(
    (index: number) => {
      if (index < 0) return
      goTo(index)
      if ((tree.place[index] ?? 0) < tree.spanCount)
        setSearch({ span: spanIdAt(tree.structure, tree.place[index] ?? 0) })
    },
    [goTo, tree, setSearch],
  )
  useTraceKeys({ waterfall, search, setSearch, onOpen: openSpan, onSearch: () => findInput.current?.focus() })
  const selected = nodeAt(tree, indexOfSpan(tree, search.span))
  return (
    <>
      <TraceHeader trace={trace} waterfall={waterfall} isArriving={isWhole && isArriving(trace, now)} />
      {isWhole && trace.truncated && <TruncatedNote trace={trace} />}
      <div className="flex min-h-0 flex-1">
        <Tabs
          value={search.view}
          onValueChange={(view) => setSearch({ view: traceViews.find((one) => one === view) ?? 'waterfall' })}
          className="flex min-w-0 flex-1 flex-col"
        >
          <TabsList aria-label="Views of the trace" className="h-9 shrink-0 overflow-x-auto overflow-y-hidden">
            {traceViews.map((view) => (
              <TabsTrigger key={view} value={view} className="h-9">
                {viewLabels[view]}
                {view === 'errors' && isWhole && tree.errorTotal > 0 && (
                  <span className="font-normal text-status-error">{formatCount(tree.errorTotal)}</span>
                )}
              </TabsTrigger>
            ))}
          </TabsList>
          {drawnViews.has(search.view) && (
            <div className="flex min-h-10 shrink-0 flex-wrap items-center justify-between gap-x-3 border-border border-b px-3 py-1">
              <TraceToolbar
                waterfall={waterfall}
                find={search.find}
                onFind={(find) => setSearch({ find })}
                input={findInput}
              />
              <TraceOptions traceId={trace.traceId} waterfall={waterfall} search={search} setSearch={setSearch} />
            </div>
          )}
          <TabsContent value={search.view} tabIndex={-1} className="flex min-h-0 flex-1 flex-col">
            {isWhole || isOfSomeSpans(search) ? (
              <TraceViewContent
                trace={trace}
                waterfall={waterfall}
                search={search}
                setSearch={setSearch}
                onOpen={openSpan}
              />
            ) : (
              <ListSkeleton rowHeight={26} />
            )}
          </TabsContent>
        </Tabs>
        {selected?.operation && (
          <SpanPanel
            key="panel"
            trace={trace}
            tree={tree}
            node={selected}
            color={waterfall.colors.at(selected.index)}
            tab={search.tab}
            onTab={(tab) => setSearch({ tab })}
            onColor={(color) => setSearch({ color })}
            onOpenSpan={(spanId) => openSpan(indexOfSpan(tree, spanId))}
            onClose={() => setSearch({ span: null })}
          />
        )}
      </div>
    </>
  )
}

/** What is found, folded, critical or idle is told from all spans. The waterfall alone is true of the first, too. */
function isOfSomeSpans({ view, find, depth, path, compress, records }: TraceSearch): boolean {
  return view === 'waterfall' && find.trim() === '' && depth === null && path === 'off' && !compress && !records
}

function TruncatedNote({ trace }: { trace: TraceStructure }) {
  return (
    <p role="status" className="shrink-0 border-border border-b bg-accent-soft px-4 py-1 text-sm">
      This trace has {formatCount(trace.spanCount)} spans. The first {formatCount(trace.parents.length)} by start time
      are shown; parents among the others are marked as missing.
    </p>
  )
}
