'use client'

import type { MetricSummary } from '@hanzo/schema/api'
import { useQuery } from '@tanstack/react-query'
import { ChartLineIcon, XIcon } from 'lucide-react'
import { useMemo } from 'react'
import { TimeSeriesChart } from '@/components/chart/time-series-chart.tsx'
import { ServiceName } from '@/components/record/service-name.tsx'
import { useProject } from '@/components/shell/project-context.tsx'
import { ErrorState } from '@/components/state/error-state.tsx'
import { Button } from '@/components/ui/button.tsx'
import { Drawer } from '@/components/ui/drawer.tsx'
import { Skeleton } from '@/components/ui/skeleton.tsx'
import { useTimeRange } from '@/hooks/use-time-range.ts'
import { browserTarget } from '@/lib/api-client.ts'
import { formatCount, formatQuantity } from '@/lib/format-number.ts'
import { refreshInterval } from '@/lib/refresh-interval.ts'
import { absoluteRange, isMoving, resolveRange } from '@/lib/time-range.ts'
import { CardinalityList } from './cardinality-list.tsx'
import { exemplarMarkers } from './exemplar-markers.ts'
import { metricPart } from './explore-search.ts'
import { explorerRequest } from './explorer-query.ts'
import { LatestPoints } from './latest-points.tsx'
import { MetricHeading } from './metric-heading.tsx'
import { metricQueryQuery } from './metric-queries.ts'
import { chartPanels } from './panel-lines.ts'
import { useMetricAttributes } from './use-metric-attributes.ts'
import type { MetricTail } from './use-metric-tail.ts'
import { useQueryExemplars } from './use-query-exemplars.ts'

interface MetricPanelProps {
  metric: MetricSummary
  /** Which of its series, as the catalogue is searched. */
  filter: string
  live: boolean
  tail: MetricTail
  onExplore: (metric: MetricSummary) => void
  onClose: () => void
}

/** A metric of the catalogue: what it is, its course, who sends it, and what makes its series. */
export function MetricPanel({ metric, filter, live, tail, onExplore, onClose }: MetricPanelProps) {
  const { projectId } = useProject()
  const [range] = useTimeRange()
  const attributes = useMetricAttributes(projectId, metric.name, range)
  return (
    <Drawer label={metric.name} onClose={onClose}>
      <div className="flex shrink-0 items-start border-border border-b pr-2 pb-2.5">
        <div className="min-w-0 flex-1">
          <MetricHeading metric={metric} />
        </div>
        <span className="flex shrink-0 items-center gap-1 pt-2">
          <Button variant="primary" onClick={() => onExplore(metric)}>
            <ChartLineIcon />
            Explore
          </Button>
          <Button variant="ghost" size="icon" aria-label="Close" onClick={onClose}>
            <XIcon />
          </Button>
        </span>
      </div>
      <div className="min-h-0 flex-1 overflow-y-auto">
        <PreviewChart key={`${metric.name} ${metric.type}`} {...{ metric, filter, live }} />
        <section aria-label="Cardinality">
          <h3 className="flex items-baseline gap-2 px-4 pt-3 pb-1 font-medium text-sm">
            What makes its series
            <span className="font-normal text-subtle text-xs">
              {formatQuantity(metric.seriesCount, 'series', 'series')}
            </span>
          </h3>
          <CardinalityList query={attributes} />
        </section>
        <section aria-label="Services" className="pb-4">
          <h3 className="px-4 pt-3 pb-1 font-medium text-sm">Who sends it</h3>
          <ul>
            {metric.serviceNames.map((name, index) => (
              <li key={name} className="flex h-7 items-center gap-2 px-4 text-sm">
                <ServiceName name={name} className="flex-1" />
                <span className="text-muted text-xs tabular-nums">
                  {formatCount(metric.serviceSeries[index] ?? 0)} series
                </span>
              </li>
            ))}
          </ul>
        </section>
      </div>
      {live && <LatestPoints metric={metric} tail={tail} />}
    </Drawer>
  )
}

const previewPoints = 120

function PreviewChart({ metric, filter, live }: Pick<MetricPanelProps, 'metric' | 'filter' | 'live'>) {
  const { projectId } = useProject()
  const [range, setRange] = useTimeRange()
  const { name, type } = metric
  const parts = useMemo(() => [metricPart({ name, type }, filter)], [name, type, filter])
  const request = useMemo(
    () => explorerRequest({ ...range, parts, step: null, compare: null, maxPoints: previewPoints }),
    [range, parts],
  )
  const answer = useQuery({
    ...metricQueryQuery(browserTarget, projectId, request),
    // A metric is listed a moment before its first points can be read.
    refetchInterval: ({ state }) =>
      refreshInterval({ live, moving: isMoving(range), empty: state.data?.results[0]?.series.length === 0 }),
  })
  const exemplars = useQueryExemplars(projectId, { ...range, q: parts, live })
  const panel = useMemo(
    () => (answer.data ? chartPanels(answer.data, parts, false)[0] : undefined),
    [answer.data, parts],
  )
  const markers = useMemo(
    () =>
      exemplarMarkers(exemplars.get('A') ?? [], {
        projectId,
        aggregation: panel?.results[0]?.aggregation ?? 'avg',
        format: panel?.format.value ?? String,
      }),
    [exemplars, panel, projectId],
  )
  if (answer.error && !answer.data)
    return (
      <ErrorState
        compact
        className="h-52"
        title="The points could not be read"
        error={answer.error}
        onRetry={() => void answer.refetch()}
      />
    )
  if (!panel) return <Skeleton className="mx-4 mt-3 h-[196px] rounded-sm" />
  const { from, to } = resolveRange(range, answer.dataUpdatedAt)
  return (
    <section aria-label={panel.title} className="pt-2">
      <p className="px-4 text-subtle text-xs">
        {panel.title.split(' of ')[0]}
        {panel.format.caption && ` · ${panel.format.caption}`}
      </p>
      {panel.series.length === 0 ? (
        <p className="flex h-44 items-center justify-center text-muted text-sm">No points in this time range</p>
      ) : (
        <TimeSeriesChart
          className="h-44"
          label={panel.title}
          times={panel.times}
          series={panel.series}
          range={{ from: from / 1000, to: to / 1000 }}
          format={panel.format}
          markers={markers}
          onRangeSelect={(start, end) => setRange(absoluteRange(Math.floor(start) * 1000, Math.ceil(end) * 1000))}
        />
      )}
    </section>
  )
}
