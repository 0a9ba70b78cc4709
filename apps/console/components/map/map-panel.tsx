'use client'

import type { MapEdge, MapNode, ServiceMap, ServiceRed, TimeRange } from '@hanzo/schema/api'
import { XIcon } from 'lucide-react'
import Link from 'next/link'
import { figureOf, formatFigure, redFigures } from '@/components/red/red-figures.ts'
import { figureSearch, serviceSearch } from '@/components/red/red-search.ts'
import { serviceHref } from '@/components/services/service-href.ts'
import { Button } from '@/components/ui/button.tsx'
import { Drawer } from '@/components/ui/drawer.tsx'
import { explorerHref } from '@/lib/explorer-href.ts'
import { edgeKey } from './map-graph.ts'
import { nodeColor } from './map-node.tsx'
import { edgeSearch, nodeSearch } from './map-search.ts'
import { NodeCalls } from './node-calls.tsx'

interface MapPanelProps {
  projectId: string
  range: TimeRange
  map: ServiceMap
  services: ServiceRed
  /** A node's id, or an edge's key. */
  selected: string
  onSelect: (selected: string | null) => void
}

const figureLabels = { rate: 'Rate', errors: 'Errors', p50: 'p50', p95: 'p95', p99: 'p99' } as const

/** What is known of the part of the map that was chosen, and the ways on from there. */
export function MapPanel(props: MapPanelProps) {
  const { map, selected, onSelect } = props
  const nodes = new Map(map.nodes.map((node) => [node.id, node]))
  const edge = map.edges.find((candidate) => edgeKey(candidate) === selected)
  const node = nodes.get(selected)
  const [from, to] = edge ? [nodes.get(edge.from), nodes.get(edge.to)] : []
  if (!node && !(edge && from && to)) return null
  const title = node ? node.name || 'unknown' : `${from?.name || 'unknown'} → ${to?.name || 'unknown'}`
  return (
    <Drawer label={title} onClose={() => onSelect(null)} className="w-[360px]">
      <div className="flex h-11 shrink-0 items-center gap-2 border-b border-border px-4">
        {node && <span aria-hidden="true" className="size-2.5 rounded-[2px]" style={{ background: nodeColor(node) }} />}
        <h2 className="min-w-0 truncate font-semibold">{title}</h2>
        {node && <span className="text-sm text-subtle">{node.type}</span>}
        <Button variant="ghost" size="icon-sm" className="ml-auto" aria-label="Close" onClick={() => onSelect(null)}>
          <XIcon />
        </Button>
      </div>
      <div className="min-h-0 flex-1 overflow-y-auto">
        {node ? (
          <NodeBody {...props} node={node} nodes={nodes} />
        ) : (
          edge && from && to && <EdgeBody {...props} edge={edge} from={from} to={to} />
        )}
      </div>
    </Drawer>
  )
}

function NodeBody(props: MapPanelProps & { node: MapNode; nodes: ReadonlyMap<string, MapNode> }) {
  const { projectId, range, map, services, node, nodes, onSelect } = props
  const service = node.type === 'service' ? services.rows.find(({ name }) => name === node.name) : undefined
  const search = service ? serviceSearch(service.name, service.basis) : nodeSearch(node)
  return (
    <>
      {service && (
        <Figures red={service.current} seconds={services.seconds} search={search} projectId={projectId} range={range} />
      )}
      <div className="flex gap-2 px-4 py-3">
        {service && service.name !== '' && (
          <Button asChild>
            <Link href={serviceHref(projectId, service.name, range)}>Open service</Link>
          </Button>
        )}
        <Button asChild>
          <Link href={explorerHref(projectId, range, search)}>Show spans</Link>
        </Button>
      </div>
      <NodeCalls
        title="Called by"
        calls={map.edges.filter(({ to }) => to === node.id)}
        end="from"
        nodes={nodes}
        onSelect={onSelect}
      />
      <NodeCalls
        title="Calls"
        calls={map.edges.filter(({ from }) => from === node.id)}
        end="to"
        nodes={nodes}
        onSelect={onSelect}
      />
    </>
  )
}

function EdgeBody({
  projectId,
  range,
  map,
  edge,
  from,
  to,
  onSelect,
}: MapPanelProps & { edge: MapEdge; from: MapNode; to: MapNode }) {
  const search = edgeSearch(from, to)
  return (
    <>
      <Figures red={edge} seconds={map.seconds} search={search} projectId={projectId} range={range} />
      <div className="flex flex-wrap gap-2 px-4 py-3">
        <Button asChild>
          <Link href={explorerHref(projectId, range, search)}>Show these calls</Link>
        </Button>
        {[from, to].map((node) => (
          <Button key={node.id} variant="ghost" onClick={() => onSelect(node.id)}>
            {node.name || 'unknown'}
          </Button>
        ))}
      </div>
    </>
  )
}

interface FiguresProps {
  red: MapEdge | ServiceRed['rows'][number]['current']
  seconds: number
  search: string
  projectId: string
  range: TimeRange
}

function Figures({ red, seconds, search, projectId, range }: FiguresProps) {
  return (
    <dl className="grid grid-cols-3 gap-x-3 gap-y-2 border-b border-border px-4 py-3">
      {redFigures.map((figure) => (
        <div key={figure}>
          <dt className="text-xs text-subtle">{figureLabels[figure]}</dt>
          <dd className="text-lg font-semibold">
            <Link
              href={explorerHref(projectId, range, figureSearch(search, figure, red))}
              title="Show these spans"
              className="rounded-sm tabular-nums underline-offset-2 hover:underline"
            >
              {formatFigure(figure, figureOf(red, figure, seconds))}
            </Link>
          </dd>
        </div>
      ))}
    </dl>
  )
}
