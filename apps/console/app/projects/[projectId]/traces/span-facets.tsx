'use client'

import type { FacetList } from '@hanzo/schema/api'
import type { UseQueryResult } from '@tanstack/react-query'
import { DurationFilter } from '@/components/filter/duration-filter.tsx'
import type { FacetGroupProps } from '@/components/filter/facet-group.tsx'
import { FacetPanel } from '@/components/filter/facet-panel.tsx'
import { serviceColor } from '@/lib/service-palette.ts'
import type { TracesSearch } from './search-params.ts'

interface SpanFacetsProps {
  facets: UseQueryResult<FacetList>
  search: TracesSearch
  onChange: (change: Partial<TracesSearch>) => void
}

const statusColor = (status: string) => `var(--status-${status})`

export function SpanFacets({ facets, search, onChange }: SpanFacetsProps) {
  const valuesOf = (field: string) => facets.data?.facets.find((facet) => facet.field === field)?.values ?? []
  const groups: Omit<FacetGroupProps, 'isStale'>[] = [
    {
      field: 'status',
      label: 'Status',
      values: valuesOf('status'),
      selected: search.status,
      colorOf: statusColor,
      onChange: (status) => onChange({ status: status as TracesSearch['status'] }),
    },
    {
      field: 'service',
      label: 'Service',
      values: valuesOf('service'),
      selected: search.service,
      colorOf: serviceColor,
      onChange: (service) => onChange({ service }),
    },
    {
      field: 'name',
      label: 'Span name',
      values: valuesOf('name'),
      selected: search.name,
      onChange: (name) => onChange({ name }),
    },
  ]
  return (
    <FacetPanel
      groups={groups}
      isLoading={facets.isPending}
      isStale={facets.isPlaceholderData}
      error={facets.data ? null : facets.error}
      onRetry={() => void facets.refetch()}
    >
      <DurationFilter
        min={search.minDurationNanoseconds}
        max={search.maxDurationNanoseconds}
        onChange={({ min, max }) =>
          onChange({
            ...(min !== undefined && { minDurationNanoseconds: min }),
            ...(max !== undefined && { maxDurationNanoseconds: max }),
          })
        }
      />
    </FacetPanel>
  )
}
