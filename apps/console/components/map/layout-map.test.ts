import { describe, expect, it } from 'vitest'
import { layoutMap, nodeHeight, nodeWidth } from './layout-map.ts'
import type { MapGraph } from './map-graph.ts'

const graphOf = (calls: readonly (readonly [string, string])[]): MapGraph => ({
  nodes: [...new Set(calls.flat())].map((id) => ({ id, type: 'service', name: id })),
  edges: calls.map(([from, to]) => ({ from, to, spanCount: 1, errorCount: 0, p95: null })),
})

describe('layoutMap', () => {
  it('places callers left of what they call', () => {
    const { nodes } = layoutMap(
      graphOf([
        ['a', 'b'],
        ['b', 'c'],
        ['a', 'c'],
      ]),
    )
    expect(nodes.get('a')?.x).toBeLessThan(nodes.get('b')?.x ?? 0)
    expect(nodes.get('b')?.x).toBeLessThan(nodes.get('c')?.x ?? 0)
  })

  it('places services that call each other, and one that calls itself', () => {
    const { nodes, edges } = layoutMap(
      graphOf([
        ['a', 'b'],
        ['b', 'a'],
        ['c', 'c'],
      ]),
    )
    expect(nodes.size).toBe(3)
    expect([...edges.values()].every((points) => points.length >= 2)).toBe(true)
  })

  it('places no node over another, and all inside its size', () => {
    const graph = graphOf(Array.from({ length: 60 }, (_, index) => [`s${index % 7}`, `t${(index * 31) % 23}`] as const))
    const { nodes, width, height } = layoutMap(graph)
    const places = [...nodes.values()]
    for (const [index, a] of places.entries()) {
      expect(a.x - nodeWidth / 2).toBeGreaterThanOrEqual(0)
      expect(a.x + nodeWidth / 2).toBeLessThanOrEqual(width)
      expect(a.y + nodeHeight / 2).toBeLessThanOrEqual(height)
      for (const b of places.slice(index + 1)) {
        expect(Math.abs(a.x - b.x) >= nodeWidth || Math.abs(a.y - b.y) >= nodeHeight).toBe(true)
      }
    }
  })

  it('gives the same places for the same map, in whatever order it comes', () => {
    const graph = graphOf([
      ['a', 'b'],
      ['a', 'c'],
      ['c', 'd'],
      ['b', 'd'],
    ])
    const turned = { nodes: graph.nodes.toReversed(), edges: graph.edges.toReversed() }
    const sorted = (of: MapGraph) => [...layoutMap(of).nodes].sort()
    expect(sorted(turned)).toEqual(sorted(graph))
  })

  it('has no size without nodes', () => {
    expect(layoutMap({ nodes: [], edges: [] }).nodes.size).toBe(0)
  })
})
