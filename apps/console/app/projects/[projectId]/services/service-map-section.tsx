'use client'

import type { ServiceMap as Answer, ServiceRed } from '@hanzo/schema/api'
import { useQuery } from '@tanstack/react-query'
import { useQueryStates } from 'nuqs'
import { useMemo, useState } from 'react'
import type { MapGraph } from '@/components/map/map-graph.ts'
import { MapPanel } from '@/components/map/map-panel.tsx'
import { MapTable } from '@/components/map/map-table.tsx'
import { ServiceMap } from '@/components/map/service-map.tsx'
import { serviceMapQuery } from '@/components/red/red-queries.ts'
import { ErrorState } from '@/components/state/error-state.tsx'
import { NothingMatches } from '@/components/state/nothing-matches.tsx'
import { ReceiptLine } from '@/components/state/receipt-line.tsx'
import { Segmented } from '@/components/ui/segmented.tsx'
import { Skeleton } from '@/components/ui/skeleton.tsx'
import { browserTarget } from '@/lib/api-client.ts'
import { formatCount, formatQuantity } from '@/lib/format-number.ts'
import { servicesSearchParams } from './search-params.ts'

const shapes = [
  { value: 'map', label: 'Drawn' },
  { value: 'table', label: 'Table' },
] as const

/** Who calls whom, drawn or as a table; what is chosen is in the address. */
export function ServiceMapSection({ projectId, services }: { projectId: string; services: ServiceRed }) {
  const [search, setSearch] = useQueryStates(servicesSearchParams, { history: 'push' })
  const [shape, setShape] = useState<'map' | 'table'>('map')
  const query = useQuery(serviceMapQuery(browserTarget, projectId, search))
  const graph = useMemo(() => query.data && graphOf(query.data, services), [query.data, services])
  const select = (node: string | null) => void setSearch({ node })
  if (query.error && !query.data) {
    return (
      <ErrorState
        className="flex-1"
        title="The service map could not be read"
        error={query.error}
        onRetry={() => void query.refetch()}
      />
    )
  }
  if (!query.data || !graph) return <Skeleton className="min-h-0 flex-1 rounded-none" />
  if (graph.nodes.length === 0) return <NothingMatches className="flex-1" what="services" onClearFilters={null} />
  return (
    <>
      <div className="flex h-9 shrink-0 items-center gap-3 border-b border-border px-4 text-sm text-muted">
        <Segmented label="Shape" value={shape} options={shapes} onValueChange={setShape} />
        <span>
          {formatQuantity(graph.nodes.length, 'node')}, {formatQuantity(graph.edges.length, 'edge')}
        </span>
        <SampleNote map={query.data} />
        <span className="ml-auto">
          <ReceiptLine receipt={query.data.receipt} />
        </span>
      </div>
      <div className="relative flex min-h-0 flex-1">
        {shape === 'map' ? (
          <ServiceMap
            graph={graph}
            selected={search.node}
            onSelect={select}
            label="Service map"
            className="min-w-0 flex-1"
          />
        ) : (
          <MapTable graph={graph} selected={search.node} onSelect={select} className="min-w-0 flex-1" />
        )}
        {search.node !== null && (
          <MapPanel
            projectId={projectId}
            range={search}
            map={query.data}
            services={services}
            selected={search.node}
            onSelect={select}
          />
        )}
      </div>
    </>
  )
}

/** What of the answer is estimated or cut is said. */
function SampleNote({ map: { sample, truncated } }: { map: Answer }) {
  return (
    <>
      {sample.minutes < sample.ofMinutes && (
        <span title="Calls between services are found by joining spans with their parents. In a range with many spans, evenly spread minutes stand for the others.">
          Calls are estimated from {formatCount(sample.minutes)} of {formatCount(sample.ofMinutes)} minutes
        </span>
      )}
      {truncated && <span>Only the edges with most calls are shown</span>}
    </>
  )
}

/** The map with what is known of its services, and those that neither call nor are called. */
function graphOf(map: Answer, services: ServiceRed): MapGraph {
  const figures = new Map(services.rows.map(({ name, current }) => [`service ${name}`, current]))
  const drawn = new Set(map.nodes.map(({ id }) => id))
  const alone = services.rows
    .map(({ name }) => ({ id: `service ${name}`, type: 'service' as const, name }))
    .filter(({ id }) => !drawn.has(id))
  return {
    nodes: [...map.nodes, ...alone].map((node) => {
      const red = figures.get(node.id)
      return red ? { ...node, spanCount: red.spanCount, errorCount: red.errorCount, p95: red.p95 } : node
    }),
    edges: map.edges,
  }
}
