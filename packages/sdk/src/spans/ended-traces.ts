/** What stays of a trace for spans that start when all others have ended. */
export interface EndedTrace {
  keptCount: number
  isPromoted: boolean
}

/** Remembers the last `max` traces that were over; a trace that goes on is taken out. */
export interface EndedTraces {
  add(traceId: string, trace: EndedTrace): void
  take(traceId: string): EndedTrace | undefined
  get(traceId: string): EndedTrace | undefined
}

export function createEndedTraces(max: number): EndedTraces {
  const traces = new Map<string, EndedTrace>()
  return {
    add(traceId, trace) {
      traces.set(traceId, trace)
      if (traces.size <= max) return
      const oldest = traces.keys().next()
      if (!oldest.done) traces.delete(oldest.value)
    },
    take(traceId) {
      const trace = traces.get(traceId)
      if (trace) traces.delete(traceId)
      return trace
    },
    get: (traceId) => traces.get(traceId),
  }
}
