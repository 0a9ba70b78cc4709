'use client'

import type { SpanDetail, TraceStructure } from '@hanzo/schema/api'
import { useQuery } from '@tanstack/react-query'
import { XIcon } from 'lucide-react'
import dynamic from 'next/dynamic'
import { useProject } from '@/components/shell/project-context.tsx'
import { ErrorState } from '@/components/state/error-state.tsx'
import { Button } from '@/components/ui/button.tsx'
import { CopyButton } from '@/components/ui/copy-button.tsx'
import { Skeleton } from '@/components/ui/skeleton.tsx'
import { Tabs, TabsContent, TabsList, TabsTrigger } from '@/components/ui/tabs.tsx'
import { AttributeTable } from './attribute-table.tsx'
import { eventCountAt } from './model/sparse.ts'
import type { TraceNode, TraceTree } from './model/trace-tree.ts'
import { ResizeHandle } from './resize-handle.tsx'
import { spanCategory } from './span-category.ts'
import { SpanEvents } from './span-events.tsx'
import { SpanIcon } from './span-icon.tsx'
import { SpanLinks } from './span-links.tsx'
import { SpanOverview } from './span-overview.tsx'
import { SpanResource } from './span-resource.tsx'
import { TraceLogs } from './trace-logs.tsx'
import { spanQueryOptions } from './trace-queries.ts'
import { type SpanTab, spanTabs } from './trace-search-params.ts'
import { useStoredSize } from './use-stored-size.ts'

// It draws with uPlot, which no other part of the page needs.
const SpanMetrics = dynamic(
  () => import('@/components/metrics/span-metrics.tsx').then(({ SpanMetrics }) => SpanMetrics),
  {
    ssr: false,
  },
)

export interface SpanPanelProps {
  trace: TraceStructure
  tree: TraceTree
  node: TraceNode
  color: string
  tab: SpanTab
  onTab: (tab: SpanTab) => void
  /** Colours the spans of the trace by an attribute. */
  onColor: (key: string) => void
  onOpenSpan: (spanId: string) => void
  onClose: () => void
}

/** Everything about one span, beside the waterfall. */
export function SpanPanel(props: SpanPanelProps) {
  const { trace, node, color, tab, onTab, onClose } = props
  const { projectId } = useProject()
  const width = useStoredSize('span-panel-width', 520, 320, 1100)
  const query = useQuery(spanQueryOptions(projectId, trace.traceId, node.spanId, node.state))
  const span = node.operation
  if (!span) return null
  return (
    <aside
      aria-label="Span"
      data-own-arrows=""
      className="relative flex shrink-0 flex-col border-border border-l bg-background"
      style={{ width: width.size, maxWidth: '70%' }}
    >
      <ResizeHandle size={width} label="Width of the span panel" part="right" className="left-0" />
      <div className="flex h-10 shrink-0 items-center gap-2 border-border border-b pr-2 pl-4">
        <SpanIcon category={spanCategory(span)} />
        <h2 className="truncate font-semibold" title={span.name}>
          {span.name || '(no name)'}
        </h2>
        <span className="inline-flex shrink-0 items-center gap-1.5 text-muted text-sm">
          <span className="size-2 rounded-[2px]" style={{ background: color }} />
          {span.serviceName}
        </span>
        <span className="ml-auto flex shrink-0 items-center">
          <CopyButton text={node.spanId} what="Span id" />
          <Button variant="ghost" size="icon-sm" aria-label="Close" title="Close (Esc)" onClick={onClose}>
            <XIcon />
          </Button>
        </span>
      </div>
      <Tabs
        value={tab}
        onValueChange={(value) => onTab(spanTabs.find((one) => one === value) ?? 'overview')}
        className="flex min-h-0 flex-1 flex-col"
      >
        <PanelTabs eventCount={eventCountAt(props.tree, node.index)} detail={query.data} />
        <div className="min-h-0 flex-1 overflow-y-auto overscroll-contain">
          {tab === 'logs' ? (
            <TabsContent value="logs" className="flex h-full flex-col">
              <TraceLogs
                key={node.spanId}
                trace={trace}
                tree={props.tree}
                spanId={node.spanId}
                onOpenSpan={props.onOpenSpan}
              />
            </TabsContent>
          ) : query.data ? (
            <PanelContent key={node.spanId} {...props} detail={query.data} />
          ) : query.error ? (
            <ErrorState title="The span could not be read" error={query.error} onRetry={() => void query.refetch()} />
          ) : (
            <PanelSkeleton />
          )}
        </div>
      </Tabs>
    </aside>
  )
}

function PanelTabs({ eventCount, detail }: { eventCount: number; detail: SpanDetail | undefined }) {
  const counts: Partial<Record<SpanTab, number | undefined>> = {
    attributes: detail?.attributes.length,
    events: detail?.events.length ?? eventCount,
    links: detail?.links.length,
  }
  return (
    <TabsList className="shrink-0 gap-3.5 overflow-x-auto overflow-y-hidden">
      {spanTabs.map((tab) => (
        <TabsTrigger key={tab} value={tab} className="capitalize">
          {tab}
          {counts[tab] ? <span className="font-normal text-subtle">{counts[tab]}</span> : null}
        </TabsTrigger>
      ))}
    </TabsList>
  )
}

function PanelContent(props: SpanPanelProps & { detail: SpanDetail }) {
  const { detail, node, tree, trace } = props
  const { projectId } = useProject()
  return (
    <>
      <TabsContent value="overview">
        <SpanOverview node={node} tree={tree} detail={detail} onOpenSpan={props.onOpenSpan} />
      </TabsContent>
      <TabsContent value="attributes">
        <AttributeTable
          attributes={detail.attributes}
          dropped={detail.droppedAttributesCount}
          context={{ owner: 'record', trace, onColor: props.onColor }}
        />
      </TabsContent>
      <TabsContent value="events">
        <SpanEvents detail={detail} />
      </TabsContent>
      <TabsContent value="links">
        <SpanLinks detail={detail} tree={tree} onOpenSpan={props.onOpenSpan} />
      </TabsContent>
      <TabsContent value="resource">
        <SpanResource detail={detail} trace={trace} />
      </TabsContent>
      <TabsContent value="metrics">
        <SpanMetrics
          projectId={projectId}
          traceId={trace.traceId}
          spanId={node.spanId}
          timeUnixNano={detail.startTimeUnixNano}
        />
      </TabsContent>
    </>
  )
}

const skeletonRows = [40, 64, 52, 70, 34, 58, 46, 61]

function PanelSkeleton() {
  return (
    <div aria-busy="true" className="p-4">
      <span className="sr-only">Loading the span</span>
      {skeletonRows.map((width) => (
        <div key={width} className="flex h-7 items-center gap-6">
          <Skeleton className="w-28 shrink-0" />
          <Skeleton style={{ width: `${width}%` }} />
        </div>
      ))}
    </div>
  )
}
