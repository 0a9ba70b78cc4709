import { graphlib, layout } from '@dagrejs/dagre'
import { edgeKey, type MapGraph } from './map-graph.ts'

export const nodeWidth = 168
export const nodeHeight = 44

/** A map with places: pixels, the origin at the top left. */
export interface MapLayout {
  width: number
  height: number
  /** Centres of the nodes by id. */
  nodes: ReadonlyMap<string, { x: number; y: number }>
  /** Corners of the edges, by `edgeKey`, from the caller to the called. */
  edges: ReadonlyMap<string, readonly { x: number; y: number }[]>
}

/** Places callers left of what they call, with few crossings. The same map has the same places. */
export function layoutMap({ nodes, edges }: MapGraph): MapLayout {
  const graph = new graphlib.Graph({ multigraph: false })
  graph.setGraph({ rankdir: 'LR', nodesep: 18, ranksep: 96, edgesep: 10, marginx: 24, marginy: 24 })
  graph.setDefaultEdgeLabel(() => ({}))
  for (const { id } of nodes.toSorted(byId)) graph.setNode(id, { width: nodeWidth, height: nodeHeight })
  for (const { from, to } of edges.toSorted((a, b) => (edgeKey(a) < edgeKey(b) ? -1 : 1))) graph.setEdge(from, to, {})
  layout(graph)
  const size = graph.graph()
  return {
    width: size.width ?? 0,
    height: size.height ?? 0,
    nodes: new Map(
      nodes.map(({ id }) => {
        const { x = 0, y = 0 } = graph.node(id)
        return [id, { x, y }]
      }),
    ),
    edges: new Map(edges.map((edge) => [edgeKey(edge), graph.edge(edge.from, edge.to).points ?? []])),
  }
}

const byId = (a: { id: string }, b: { id: string }): number => (a.id < b.id ? -1 : 1)
