'use client'

import { type FacetList, severitySchema } from '@hanzo/schema/api'
import type { UseQueryResult } from '@tanstack/react-query'
import type { FacetGroupProps } from '@/components/filter/facet-group.tsx'
import { FacetPanel } from '@/components/filter/facet-panel.tsx'
import { serviceColor } from '@/lib/service-palette.ts'
import { severities, severityColor } from '@/lib/severity.ts'
import type { LogsSearch } from './search-params.ts'

interface LogFacetsProps {
  facets: UseQueryResult<FacetList>
  search: LogsSearch
  onChange: (change: Partial<LogsSearch>) => void
}

const colorOfSeverity = (text: string) => severityColor[severitySchema.safeParse(text).data ?? 'unspecified']

export function LogFacets({ facets, search, onChange }: LogFacetsProps) {
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
      selected: search.severity,
      colorOf: colorOfSeverity,
      onChange: (severity) => onChange({ severity: severity as LogsSearch['severity'] }),
    },
    {
      field: 'service',
      label: 'Service',
      values: valuesOf('service'),
      selected: search.service,
      colorOf: serviceColor,
      onChange: (service) => onChange({ service }),
    },
  ]
  return (
    <FacetPanel
      groups={groups}
      isLoading={facets.isPending}
      isStale={facets.isPlaceholderData}
      error={facets.data ? null : facets.error}
      onRetry={() => void facets.refetch()}
      yields={search.log !== null}
    />
  )
}
