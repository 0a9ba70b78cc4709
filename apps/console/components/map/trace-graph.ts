import type { GraphEdge, GraphNode, MapGraph } from './map-graph.ts'

/** What a map takes of a span of one trace. */
export interface TracedCall {
  service: string
  /** The service of its parent; absent for a root, and where the parent has not arrived. */
  parentService?: string | undefined
  durationNanoseconds: number
  isError: boolean
}

interface Tally {
  spanCount: number
  errorCount: number
  durations: number[]
}

const empty = (): Tally => ({ spanCount: 0, errorCount: 0, durations: [] })

/** The services of one trace and the calls between them, those that were there first at first. */
export function traceGraph(calls: Iterable<TracedCall>): MapGraph {
  const services = new Map<string, Tally>()
  const edges = new Map<string, Tally & { from: string; to: string }>()
  for (const { service, parentService, durationNanoseconds, isError } of calls) {
    const own = services.get(service) ?? empty()
    services.set(service, own)
    const isCall = parentService !== undefined && parentService !== service
    // Within a service only what it was asked for is its work; the rest of its spans is how it does that.
    if (isCall || parentService === undefined) add(own, durationNanoseconds, isError)
    if (!isCall) continue
    const key = `${parentService}\n${service}`
    const edge = edges.get(key) ?? { ...empty(), from: parentService, to: service }
    edges.set(key, edge)
    add(edge, durationNanoseconds, isError)
  }
  return {
    nodes: [...services].map(([name, tally]): GraphNode => ({ id: name, type: 'service', name, ...figuresOf(tally) })),
    edges: [...edges.values()].map(({ from, to, ...tally }): GraphEdge => ({ from, to, ...figuresOf(tally) })),
  }
}

function add(tally: Tally, duration: number, isError: boolean): void {
  tally.spanCount += 1
  if (isError) tally.errorCount += 1
  tally.durations.push(duration)
}

function figuresOf({ spanCount, errorCount, durations }: Tally) {
  const sorted = durations.toSorted((a, b) => a - b)
  return { spanCount, errorCount, p95: sorted[Math.ceil(sorted.length * 0.95) - 1] ?? null }
}
