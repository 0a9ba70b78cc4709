import type { MapNodeType } from '@hanzo/schema/api'

/** What a map draws, wherever it comes from. Durations are nanoseconds. */
export interface MapGraph {
  nodes: readonly GraphNode[]
  edges: readonly GraphEdge[]
}

export interface GraphNode {
  id: string
  type: MapNodeType
  name: string
  /** What it was asked for; absent where nothing is known of it but the calls to it. */
  spanCount?: number
  errorCount?: number
  p95?: number | null
}

export interface GraphEdge {
  from: string
  to: string
  spanCount: number
  errorCount: number
  p95: number | null
}

export const edgeKey = ({ from, to }: Pick<GraphEdge, 'from' | 'to'>): string => `${from} → ${to}`

/** What of a map belongs to a node: itself, who calls it and what it calls. */
export function neighbourhood(graph: MapGraph, id: string): ReadonlySet<string> {
  const near = new Set([id])
  for (const { from, to } of graph.edges) {
    if (from === id) near.add(to)
    if (to === id) near.add(from)
  }
  return near
}

/** The colour of what failed: none, some, or a tenth and more. */
export function healthOf(spanCount: number, errorCount: number): 'good' | 'poor' | 'bad' {
  if (spanCount === 0 || errorCount === 0) return 'good'
  return errorCount / spanCount >= 0.1 ? 'bad' : 'poor'
}
