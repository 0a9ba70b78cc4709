'use client'

import { type Aggregation, aggregationsOf, type MetricSummary } from '@hanzo/schema/api'
import { useQuery } from '@tanstack/react-query'
import { type FilterPill, FilterPills } from '@/components/filter/filter-pills.tsx'
import { attributePills, valuePills } from '@/components/filter/pills.ts'
import { useProject } from '@/components/shell/project-context.tsx'
import { Select, SelectContent, SelectItem, SelectTrigger, SelectValue } from '@/components/ui/select.tsx'
import { browserTarget } from '@/lib/api-client.ts'
import { formatCompact } from '@/lib/format-number.ts'
import { AttributeValueMenu } from './attribute-value-menu.tsx'
import { ChoiceMenu } from './choice-menu.tsx'
import { metricAttributesQuery } from './metric-queries.ts'
import type { MetricsChange, MetricsSearch } from './metric-search-params.ts'
import { StepSelect } from './step-select.tsx'

interface MetricControlsProps {
  metric: MetricSummary
  search: MetricsSearch
  setSearch: (change: MetricsChange) => void
}

const groupKeysMost = 5
const orNull = <T,>(values: T[]) => (values.length > 0 ? values : null)

/** How a metric is drawn: aggregation, groups, filters, step. All of it is in the URL. */
export function MetricControls({ metric, search, setSearch }: MetricControlsProps) {
  const { projectId } = useProject()
  const attributes = useQuery(metricAttributesQuery(browserTarget, projectId, metric.name, search))
  const known = attributes.data?.attributes ?? []
  const aggregations = aggregationsOf[metric.type]
  const aggregation = search.aggregation ?? aggregations[0]
  const setService = (service: string[]) => setSearch({ service: orNull(service) })
  const setAttribute = (attribute: string[]) => setSearch({ attribute: orNull(attribute) })
  const pills: FilterPill[] = [
    ...valuePills('service', search.service, setService),
    ...attributePills(search.attribute, setAttribute),
  ]
  return (
    <div className="flex shrink-0 flex-wrap items-center gap-1.5 px-4 pt-2 pb-1">
      <Select
        value={aggregation ?? ''}
        onValueChange={(value) => setSearch({ aggregation: value === aggregations[0] ? null : (value as Aggregation) })}
      >
        <SelectTrigger aria-label="Aggregation" className="min-w-20">
          <SelectValue />
        </SelectTrigger>
        <SelectContent>
          {aggregations.map((one) => (
            <SelectItem key={one} value={one}>
              {one}
            </SelectItem>
          ))}
        </SelectContent>
      </Select>
      <ChoiceMenu
        label="by"
        summary={search.groupBy.join(', ') || 'nothing'}
        choices={known.map(({ key, valueCount }) => ({ value: key, hint: formatCompact(valueCount) }))}
        chosen={search.groupBy}
        most={groupKeysMost}
        empty="No attributes in this time range"
        onChange={(groupBy) => setSearch({ groupBy: orNull(groupBy) })}
      />
      <StepSelect step={search.step} onChange={(step) => setSearch({ step })} />
      <span aria-hidden="true" className="mx-1 h-4 w-px bg-border" />
      {metric.serviceNames.length > 1 && (
        <ChoiceMenu
          label="Service"
          choices={metric.serviceNames.map((value) => ({ value }))}
          chosen={search.service}
          most={50}
          empty="No service"
          onChange={setService}
        />
      )}
      <AttributeValueMenu
        attributes={known}
        onAdd={(filter) => setAttribute([...search.attribute.filter((one) => one !== filter), filter])}
      />
      <FilterPills pills={pills} onClear={() => setSearch({ service: null, attribute: null })} />
    </div>
  )
}
