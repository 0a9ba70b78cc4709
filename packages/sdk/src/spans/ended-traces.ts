/** What stays of a trace for spans that start when all others have ended. */
export interface EndedTrace {
  keptCount: number
  isPromoted: boolean
}

/** Remembers at least the last `max` traces that were over, and at most twice as many; a trace that goes on is taken out. */
export interface EndedTraces {
  add(traceId: string, trace: EndedTrace): void
  take(traceId: string): EndedTrace | undefined
  get(traceId: string): EndedTrace | undefined
}

export function createEndedTraces(max: number): EndedTraces {
  // Two maps that are given up as a whole: one that loses its oldest with each new one is searched through what it lost.
  let young = new Map<string, EndedTrace>()
  let old = new Map<string, EndedTrace>()
  return {
    add(traceId, trace) {
      if (young.size >= max) {
        old = young
        young = new Map()
      }
      young.set(traceId, trace)
    },
    take(traceId) {
      const trace = young.get(traceId) ?? old.get(traceId)
      if (trace && !young.delete(traceId)) old.delete(traceId)
      return trace
    },
    get: (traceId) => young.get(traceId) ?? old.get(traceId),
  }
}
