'use client'

import { MaximizeIcon, MinusIcon, PlusIcon } from 'lucide-react'
import { type KeyboardEvent, useEffect, useEffectEvent, useMemo, useRef } from 'react'
import { Button } from '@/components/ui/button.tsx'
import { classNames } from '@/lib/class-names.ts'
import { layoutMap } from './layout-map.ts'
import { MapEdges } from './map-edges.tsx'
import { edgeKey, type MapGraph, neighbourhood } from './map-graph.ts'
import { MapNode } from './map-node.tsx'
import { useMapCamera } from './use-map-camera.ts'

export interface MapViewProps {
  graph: MapGraph
  /** A node's id, or an edge's key. */
  selected: string | null
  onSelect: (selected: string | null) => void
  /** What it is a map of, for screen readers. */
  label: string
  className?: string
}

const panSteps: ReadonlyMap<string, [x: number, y: number]> = new Map([
  ['ArrowLeft', [60, 0]],
  ['ArrowRight', [-60, 0]],
  ['ArrowUp', [0, 60]],
  ['ArrowDown', [0, -60]],
])
const zoomFactors: ReadonlyMap<string, number> = new Map([
  ['+', 1.25],
  ['=', 1.25],
  ['-', 0.8],
])

/**
 * Who calls whom: drag or arrow keys move, wheel or + and − zoom, 0 fits, Tab goes from node to node, Esc lets go.
 * Give it a size by its class.
 */
export function MapView({ graph, selected, onSelect, label, className }: MapViewProps) {
  const container = useRef<HTMLDivElement>(null)
  const layout = useMemo(() => layoutMap(graph), [graph])
  const { camera, isReady, viewWidth, zoom, pan, fitView, reveal, pointer } = useMapCamera(container, layout)
  const near = useMemo(() => nearOf(graph, selected), [graph, selected])
  const revealSelected = useEffectEvent(() => {
    const place = selected === null ? undefined : layout.nodes.get(selected)
    if (place && isReady) reveal(place)
  })
  // biome-ignore lint/correctness/useExhaustiveDependencies: another choice, or less room, may hide what was chosen
  useEffect(() => revealSelected(), [selected, viewWidth, layout])
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.metaKey || event.ctrlKey || event.altKey) return
    const step = panSteps.get(event.key)
    const factor = zoomFactors.get(event.key)
    if (event.key === 'Escape' && selected !== null) onSelect(null)
    else if (step) pan(...step)
    else if (factor !== undefined) zoom(factor)
    else if (event.key === '0') fitView()
    else return
    event.preventDefault()
  }
  return (
    <section
      aria-label={label}
      className={classNames('relative overflow-hidden bg-surface', className)}
      onKeyDown={onKeyDown}
    >
      <div
        ref={container}
        // A browser scrolls to what takes the focus; the camera goes there instead.
        onScroll={(event) => event.currentTarget.scrollTo(0, 0)}
        className="absolute inset-0 cursor-grab touch-none overflow-hidden select-none active:cursor-grabbing"
        {...pointer}
      >
        <div
          className={classNames('absolute top-0 left-0 origin-top-left', !isReady && 'invisible')}
          style={{
            width: layout.width,
            height: layout.height,
            transform: `translate(${camera.x}px, ${camera.y}px) scale(${camera.scale})`,
          }}
        >
          <MapEdges
            edges={graph.edges}
            layout={layout}
            selected={selected}
            isFaded={(edge) =>
              near !== null && edgeKey(edge) !== selected && edge.from !== selected && edge.to !== selected
            }
            onSelect={onSelect}
          />
          {graph.nodes.map((node) => (
            <MapNode
              key={node.id}
              node={node}
              place={layout.nodes.get(node.id) ?? { x: 0, y: 0 }}
              isSelected={node.id === selected}
              isFaded={near !== null && !near.has(node.id)}
              onReveal={reveal}
              onSelect={(id) => onSelect(id === selected ? null : id)}
            />
          ))}
        </div>
      </div>
      <div className="absolute right-3 bottom-3 flex flex-col gap-1">
        <Button size="icon" aria-label="Zoom in" onClick={() => zoom(1.25)}>
          <PlusIcon />
        </Button>
        <Button size="icon" aria-label="Zoom out" onClick={() => zoom(0.8)}>
          <MinusIcon />
        </Button>
        <Button size="icon" aria-label="Fit the map" onClick={fitView}>
          <MaximizeIcon />
        </Button>
      </div>
    </section>
  )
}

/** The nodes beside what is selected; `null` where nothing is. */
function nearOf(graph: MapGraph, selected: string | null): ReadonlySet<string> | null {
  if (selected === null) return null
  const edge = graph.edges.find((candidate) => edgeKey(candidate) === selected)
  if (edge) return new Set([edge.from, edge.to])
  return graph.nodes.some(({ id }) => id === selected) ? neighbourhood(graph, selected) : null
}
