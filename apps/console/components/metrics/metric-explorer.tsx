'use client'

import type { MetricSummary } from '@hanzo/schema/api'
import { useQuery } from '@tanstack/react-query'
import { useQueryStates } from 'nuqs'
import { useProject } from '@/components/shell/project-context.tsx'
import { ErrorState } from '@/components/state/error-state.tsx'
import { NothingMatches } from '@/components/state/nothing-matches.tsx'
import { browserTarget } from '@/lib/api-client.ts'
import { refreshInterval } from '@/lib/refresh-interval.ts'
import { isMoving } from '@/lib/time-range.ts'
import { ChartSkeleton } from './chart-skeleton.tsx'
import type { Exemplar } from './exemplar-markers.ts'
import { metricExemplarsQuery } from './exemplar-queries.ts'
import { LatestPoints } from './latest-points.tsx'
import { MetricChart } from './metric-chart.tsx'
import { MetricControls } from './metric-controls.tsx'
import { MetricHeading } from './metric-heading.tsx'
import { metricSeriesQuery } from './metric-queries.ts'
import { metricsSearchParams } from './metric-search-params.ts'
import type { MetricTail } from './use-metric-tail.ts'

interface MetricExplorerProps {
  metric: MetricSummary
  tail: MetricTail
}

const noExemplars: readonly Exemplar[] = []

/** One metric: what it is, how it is drawn, its lines and figures, and its points as they arrive. */
export function MetricExplorer({ metric, tail }: MetricExplorerProps) {
  const { projectId } = useProject()
  const [search, setSearch] = useQueryStates(metricsSearchParams)
  const query = useQuery({
    ...metricSeriesQuery(browserTarget, projectId, metric, search),
    // A metric is listed a moment before its first points can be read.
    refetchInterval: ({ state }) =>
      refreshInterval({ live: search.live, moving: isMoving(search), empty: state.data?.series.length === 0 }),
  })
  const exemplars = useQuery({
    ...metricExemplarsQuery(browserTarget, projectId, { ...search, name: metric.name, type: metric.type }),
    refetchInterval: refreshInterval({ live: search.live, moving: isMoving(search), empty: false }),
  })
  const hasFilters = search.service.length + search.attribute.length > 0
  return (
    <>
      <MetricHeading metric={metric} />
      <MetricControls metric={metric} search={search} setSearch={(change) => void setSearch(change)} />
      {query.data && query.data.series.length > 0 ? (
        <MetricChart
          projectId={projectId}
          exemplars={exemplars.data?.exemplars ?? noExemplars}
          metric={metric}
          data={query.data}
          answeredAt={query.dataUpdatedAt}
          isStale={query.isPlaceholderData}
          search={search}
          onShowMore={() => void setSearch({ limit: 100 })}
        />
      ) : query.data ? (
        <NothingMatches
          className="min-h-0 flex-1"
          what="points of this metric"
          onClearFilters={hasFilters ? () => void setSearch({ service: null, attribute: null }) : null}
        />
      ) : query.error ? (
        <ErrorState
          className="flex-1"
          title="The series could not be read"
          error={query.error}
          onRetry={() => void query.refetch()}
        />
      ) : (
        <ChartSkeleton />
      )}
      {search.live && <LatestPoints metric={metric} tail={tail} />}
    </>
  )
}
