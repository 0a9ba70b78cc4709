'use client'

import type { FacetList } from '@hanzo/schema/api'
import type { UseQueryResult } from '@tanstack/react-query'
import { DurationFilter } from '@/components/filter/duration-filter.tsx'
import type { FacetGroupProps } from '@/components/filter/facet-group.tsx'
import { FacetPanel } from '@/components/filter/facet-panel.tsx'
import { serviceColor } from '@/lib/service-palette.ts'

interface SpanFacetsProps {
  facets: UseQueryResult<FacetList>
  query: string
  onQueryChange: (query: string) => void
}

const statusColor = (status: string) => `var(--status-${status})`

export function SpanFacets({ facets, query, onQueryChange }: SpanFacetsProps) {
  const valuesOf = (field: string) => facets.data?.facets.find((facet) => facet.field === field)?.values ?? []
  const groups: Omit<FacetGroupProps, 'isStale'>[] = [
    {
      field: 'status',
      label: 'Status',
      values: valuesOf('status'),
      query,
      onQueryChange,
      colorOf: statusColor,
    },
    {
      field: 'service',
      label: 'Service',
      values: valuesOf('service'),
      query,
      onQueryChange,
      colorOf: serviceColor,
    },
    {
      field: 'name',
      label: 'Span name',
      values: valuesOf('name'),
      query,
      onQueryChange,
    },
  ]
  return (
    <FacetPanel
      groups={groups}
      newest={facets.data?.newest}
      isLoading={facets.isPending}
      isStale={facets.isPlaceholderData}
      error={facets.data ? null : facets.error}
      onRetry={() => void facets.refetch()}
    >
      <DurationFilter query={query} onQueryChange={onQueryChange} />
    </FacetPanel>
  )
}
