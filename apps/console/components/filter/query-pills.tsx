'use client'

import { FilterPills } from './filter-pills.tsx'
import { queryPills } from './pills.ts'

interface QueryPillsProps {
  query: string
  onQueryChange: (query: string) => void
}

/** The parts of a search, each removed by a click. */
export function QueryPills({ query, onQueryChange }: QueryPillsProps) {
  return <FilterPills pills={queryPills(query, onQueryChange)} onClear={() => onQueryChange('')} />
}
