import { useQueryStates, type Values } from 'nuqs'
import { useCallback } from 'react'
import { traceSearchParams } from './trace-search-params.ts'

export type TraceSearch = Values<typeof traceSearchParams>
export type SetTraceSearch = (changes: Partial<{ [K in keyof TraceSearch]: TraceSearch[K] | null }>) => void

/** The state of the trace page, and how to change it. */
export function useTraceSearch(): [TraceSearch, SetTraceSearch] {
  const [search, setSearch] = useQueryStates(traceSearchParams)
  return [search, useCallback((changes) => void setSearch(changes), [setSearch])]
}
