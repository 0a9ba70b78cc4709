'use client'

import type { TraceDetail } from '@hanzo/schema/api'
import { useQueryStates } from 'nuqs'
import { useCallback, useRef } from 'react'
import { Tabs, TabsContent, TabsList, TabsTrigger } from '@/components/ui/tabs.tsx'
import { useNow } from '@/hooks/use-now.ts'
import { formatCount } from '@/lib/format-number.ts'
import { SpanPanel } from './span-panel.tsx'
import { TraceHeader } from './trace-header.tsx'
import { TraceLogs } from './trace-logs.tsx'
import { isArriving } from './trace-queries.ts'
import { traceSearchParams } from './trace-search-params.ts'
import { TraceToolbar } from './trace-toolbar.tsx'
import type { TraceTree } from './trace-tree.ts'
import { useWaterfall } from './use-waterfall.ts'
import { useWaterfallKeys } from './use-waterfall-keys.ts'
import { Waterfall } from './waterfall.tsx'

/** A trace that has been read: what it is, its spans and logs, and the span that is open. */
export function TraceReader({ trace, tree }: { trace: TraceDetail; tree: TraceTree }) {
  const [search, setSearch] = useQueryStates(traceSearchParams)
  const findInput = useRef<HTMLInputElement>(null)
  const now = useNow(5_000)
  const isOpen = search.span !== null
  const follow = useCallback((span: string) => isOpen && void setSearch({ span }), [isOpen, setSearch])
  const waterfall = useWaterfall({ tree, find: search.find, spanId: search.span, onMove: follow })
  const { goTo } = waterfall
  const openSpan = useCallback(
    (index: number) => {
      goTo(index)
      const node = tree.nodes[index]
      if (node?.span) void setSearch({ span: node.spanId })
    },
    [goTo, tree, setSearch],
  )
  const openSpanId = (spanId: string) => openSpan(tree.indexOf.get(spanId) ?? -1)
  useWaterfallKeys(waterfall, {
    onOpen: openSpan,
    onClose: () => void setSearch({ span: null }),
    onSearch: () => findInput.current?.focus(),
  })
  const selected = tree.nodes[tree.indexOf.get(search.span ?? '') ?? -1]
  return (
    <>
      <TraceHeader trace={trace} waterfall={waterfall} isArriving={isArriving(trace, now)} />
      {trace.truncated && <TruncatedNote trace={trace} />}
      <div className="flex min-h-0 flex-1">
        <Tabs
          value={search.view}
          onValueChange={(view) => void setSearch({ view: view === 'logs' ? 'logs' : 'waterfall' })}
          className="flex min-w-0 flex-1 flex-col"
        >
          <div className="flex h-10 shrink-0 items-center justify-between border-border border-b pr-3">
            <TabsList className="h-10 border-b-0">
              <TabsTrigger value="waterfall" className="mb-0 h-10">
                Waterfall
              </TabsTrigger>
              <TabsTrigger value="logs" className="mb-0 h-10">
                Logs
              </TabsTrigger>
            </TabsList>
            {search.view === 'waterfall' && (
              <TraceToolbar
                waterfall={waterfall}
                find={search.find}
                onFind={(find) => void setSearch({ find })}
                input={findInput}
              />
            )}
          </div>
          <TabsContent value="waterfall" tabIndex={-1} className="flex min-h-0 flex-1 flex-col">
            <Waterfall waterfall={waterfall} isSearching={search.find.trim() !== ''} onOpen={openSpan} />
          </TabsContent>
          <TabsContent value="logs" tabIndex={-1} className="flex min-h-0 flex-1 flex-col">
            <TraceLogs trace={trace} tree={tree} onOpenSpan={openSpanId} />
          </TabsContent>
        </Tabs>
        {selected?.span && (
          <SpanPanel
            key="panel"
            trace={trace}
            tree={tree}
            node={selected}
            color={waterfall.colors.get(selected.span.serviceName) ?? 'var(--subtle)'}
            tab={search.tab}
            onTab={(tab) => void setSearch({ tab })}
            onOpenSpan={openSpanId}
            onClose={() => void setSearch({ span: null })}
          />
        )}
      </div>
    </>
  )
}

function TruncatedNote({ trace }: { trace: TraceDetail }) {
  return (
    <p role="status" className="shrink-0 border-border border-b bg-accent-soft px-4 py-1 text-sm">
      This trace has {formatCount(trace.spanCount)} spans. The first {formatCount(trace.spans.length)} by start time are
      shown; parents among the others are marked as missing.
    </p>
  )
}
