'use client'

import { aggregationsOf, type MetricSummary, type TimeRange } from '@hanzo/schema/api'
import { useQuery } from '@tanstack/react-query'
import { useProject } from '@/components/shell/project-context.tsx'
import { browserTarget } from '@/lib/api-client.ts'
import { formatCompact } from '@/lib/format-number.ts'
import { AggregationSelect } from './aggregation-select.tsx'
import { ChoiceMenu } from './choice-menu.tsx'
import { changePart, type MetricPart } from './explorer-query.ts'
import { LimitSelect } from './limit-select.tsx'
import { MetricPicker } from './metric-picker.tsx'
import { metricAttributesQuery } from './metric-queries.ts'
import { PartFrame, type PartFrameProps } from './part-frame.tsx'
import { SeriesFilter } from './series-filter.tsx'

interface QueryRowProps extends Omit<PartFrameProps, 'part' | 'children'> {
  part: MetricPart
  metrics: readonly MetricSummary[]
  range: TimeRange
  onChange: (part: MetricPart) => void
}

const groupKeysMost = 5

/** One query: which metric, which of its series, and how they become lines. */
export function QueryRow({ part, metrics, range, onChange, ...frame }: QueryRowProps) {
  const { projectId } = useProject()
  const attributes = useQuery({
    ...metricAttributesQuery(browserTarget, projectId, part.metric, range),
    enabled: part.metric !== '',
  })
  const known = attributes.data?.attributes ?? []
  const metric = metrics.find(({ name, type }) => name === part.metric && (!part.type || type === part.type))
  const type = part.type ?? metric?.type
  const change = (next: Partial<{ [Name in keyof MetricPart]: MetricPart[Name] | undefined }>) =>
    onChange(changePart(part, next))
  const choose = (chosen: MetricSummary) => {
    // What does not mean anything for the new type is let go of; groups and filters stay.
    const isKept = part.aggregation && aggregationsOf[chosen.type].includes(part.aggregation)
    const hasBuckets = chosen.type === 'histogram' || chosen.type === 'exponential_histogram'
    change({
      metric: chosen.name,
      type: chosen.type,
      ...(!isKept && { aggregation: undefined }),
      ...(!hasBuckets && { quantile: undefined }),
    })
  }
  return (
    <PartFrame part={part} {...frame}>
      <MetricPicker label={`Metric of ${part.id}`} metrics={metrics} name={part.metric} onChoose={choose} />
      {type && part.metric !== '' && (
        <>
          <AggregationSelect type={type} part={part} onChange={change} />
          <ChoiceMenu
            label="by"
            ariaLabel={`Group ${part.id} by ${part.groupBy?.join(', ') ?? 'nothing'}`}
            summary={part.groupBy?.join(', ') || 'nothing'}
            choices={known.map(({ key, valueCount }) => ({ value: key, hint: formatCompact(valueCount) }))}
            chosen={part.groupBy ?? []}
            most={groupKeysMost}
            empty={attributes.isLoading ? 'Reading the attributes' : 'No attributes in this time range'}
            onChange={(groupBy) => change({ groupBy: groupBy.length > 0 ? groupBy : undefined })}
          />
          <LimitSelect part={part} onChange={change} />
          <SeriesFilter
            partId={part.id}
            metric={part.metric}
            filter={part.filter ?? ''}
            attributes={known}
            onChange={(filter) => change({ filter: filter || undefined })}
          />
        </>
      )}
    </PartFrame>
  )
}
