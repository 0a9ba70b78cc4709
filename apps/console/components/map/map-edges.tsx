import type { MapLayout } from './layout-map.ts'
import { edgeKey, type GraphEdge, healthOf } from './map-graph.ts'

interface MapEdgesProps {
  edges: readonly GraphEdge[]
  layout: MapLayout
  selected: string | null
  isFaded: (edge: GraphEdge) => boolean
  onSelect: (key: string) => void
}

const colors = { good: 'var(--border-strong)', poor: 'var(--severity-warn)', bad: 'var(--status-error)' }

/** The calls of a map: the more calls, the thicker; the colour tells how many failed. The table beside the map has them for keyboards. */
export function MapEdges({ edges, layout, selected, isFaded, onSelect }: MapEdgesProps) {
  const most = Math.max(1, ...edges.map(({ spanCount }) => spanCount))
  return (
    <svg
      aria-hidden="true"
      width={layout.width}
      height={layout.height}
      className="pointer-events-none absolute top-0 left-0 overflow-visible"
    >
      <defs>
        {Object.entries(colors).map(([health, color]) => (
          <marker
            key={health}
            id={`map-arrow-${health}`}
            viewBox="0 0 8 8"
            refX="7"
            refY="4"
            markerWidth="8"
            markerHeight="8"
            markerUnits="userSpaceOnUse"
            orient="auto"
          >
            <path d="M0 0.8 8 4 0 7.2z" fill={color} />
          </marker>
        ))}
      </defs>
      {edges.map((edge) => {
        const key = edgeKey(edge)
        const health = healthOf(edge.spanCount, edge.errorCount)
        const path = curveThrough(layout.edges.get(key) ?? [])
        const width = 1 + (3 * Math.log1p(edge.spanCount)) / Math.log1p(most)
        return (
          <g key={key} data-edge={key} style={{ opacity: isFaded(edge) ? 0.15 : 1 }} className="transition-opacity">
            <path
              d={path}
              fill="none"
              stroke={key === selected ? 'var(--ring)' : colors[health]}
              strokeWidth={width}
              markerEnd={`url(#map-arrow-${health})`}
            />
            {/* biome-ignore lint/a11y/noStaticElementInteractions: by keyboard and by ear the edges are the rows of the table */}
            <path
              d={path}
              fill="none"
              stroke="transparent"
              strokeWidth={14}
              className="pointer-events-auto cursor-pointer"
              onClick={() => onSelect(key)}
            />
          </g>
        )
      })}
    </svg>
  )
}

/** A smooth line through the corners of an edge. */
export function curveThrough(points: readonly { x: number; y: number }[]): string {
  const [first, ...rest] = points
  if (!first) return ''
  const corners = rest.slice(0, -1)
  const last = rest.at(-1) ?? first
  const parts = corners.map((corner, index) => {
    const next = corners[index + 1] ?? last
    const end = index === corners.length - 1 ? last : { x: (corner.x + next.x) / 2, y: (corner.y + next.y) / 2 }
    return `Q${corner.x} ${corner.y} ${end.x} ${end.y}`
  })
  return `M${first.x} ${first.y}${parts.length > 0 ? parts.join('') : `L${last.x} ${last.y}`}`
}
