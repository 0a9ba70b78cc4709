'use client'

import { useMemo, useState } from 'react'
import { classNames } from '@/lib/class-names.ts'
import { MapTable } from './map-table.tsx'
import { ServiceMap } from './service-map.tsx'
import { type TracedCall, traceGraph } from './trace-graph.ts'

interface TraceServiceMapProps {
  calls: readonly TracedCall[]
  className?: string
}

/** The services of one trace, who asked whom, and the same as a table. Give it a size by its class. */
export function TraceServiceMap({ calls, className }: TraceServiceMapProps) {
  const graph = useMemo(() => traceGraph(calls), [calls])
  const [selected, setSelected] = useState<string | null>(null)
  return (
    <div className={classNames('flex min-h-0 max-lg:flex-col', className)}>
      <ServiceMap
        graph={graph}
        selected={selected}
        onSelect={setSelected}
        label="Services of this trace"
        className="min-h-0 min-w-0 flex-1"
      />
      <MapTable
        graph={graph}
        selected={selected}
        onSelect={setSelected}
        className="w-[400px] shrink-0 border-l border-border max-lg:h-1/3 max-lg:w-full max-lg:border-t"
      />
    </div>
  )
}
