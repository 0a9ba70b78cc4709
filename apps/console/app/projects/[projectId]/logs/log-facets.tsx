'use client'

import { type FacetList, severitySchema } from '@hanzo/schema/api'
import type { UseQueryResult } from '@tanstack/react-query'
import type { FacetGroupProps } from '@/components/filter/facet-group.tsx'
import { FacetPanel } from '@/components/filter/facet-panel.tsx'
import { serviceColor } from '@/lib/service-palette.ts'
import { severities, severityColor } from '@/lib/severity.ts'

interface LogFacetsProps {
  facets: UseQueryResult<FacetList>
  query: string
  onQueryChange: (query: string) => void
  /** A record is open beside the list. */
  yields: boolean
}

const colorOfSeverity = (text: string) => severityColor[severitySchema.safeParse(text).data ?? 'unspecified']

export function LogFacets({ facets, query, onQueryChange, yields }: LogFacetsProps) {
  const valuesOf = (field: string) => facets.data?.facets.find((facet) => facet.field === field)?.values ?? []
  const counts = new Map(valuesOf('severity').map(({ value, count }) => [value, count]))
  const groups: Omit<FacetGroupProps, 'isStale'>[] = [
    {
      field: 'severity',
      label: 'Severity',
      values: severities.flatMap((severity) => {
        const count = counts.get(severity)
        return count === undefined ? [] : [{ value: severity, count }]
      }),
      query,
      onQueryChange,
      colorOf: colorOfSeverity,
    },
    {
      field: 'service',
      label: 'Service',
      values: valuesOf('service'),
      query,
      onQueryChange,
      colorOf: serviceColor,
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
      yields={yields}
    />
  )
}
