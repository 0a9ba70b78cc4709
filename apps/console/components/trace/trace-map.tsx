'use client'

import { useMemo } from 'react'
import type { TracedCall } from '@/components/map/trace-graph.ts'
import { TraceServiceMap } from '@/components/map/trace-service-map.tsx'
import { nodeFlag, operationAt, type TraceTree } from './model/trace-tree.ts'

/** The services of a trace and who called whom. */
export function TraceMap({ tree }: { tree: TraceTree }) {
  const calls = useMemo(() => callsOf(tree), [tree])
  return <TraceServiceMap calls={calls} className="min-h-0 flex-1" />
}

function callsOf(tree: TraceTree): TracedCall[] {
  const calls: TracedCall[] = []
  for (let index = 0; index < tree.count; index += 1) {
    const operation = operationAt(tree, index)
    if (!operation) continue
    calls.push({
      service: operation.serviceName,
      parentService: operationAt(tree, tree.parent[index] ?? -1)?.serviceName,
      durationNanoseconds: tree.duration[index] ?? 0,
      isError: ((tree.flags[index] ?? 0) & nodeFlag.error) !== 0,
    })
  }
  return calls
}
