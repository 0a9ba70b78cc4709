'use client'

import type { MetricSummary } from '@hanzo/schema/api'
import { useQuery } from '@tanstack/react-query'
import { useQueryStates } from 'nuqs'
import { lazy, Suspense } from 'react'
import { LiveNotice } from '@/components/live/live-notice.tsx'
import { tailProblem } from '@/components/live/live-problem.ts'
import { LiveSwitch } from '@/components/live/live-switch.tsx'
import { PageHeader } from '@/components/shell/page-header.tsx'
import { useProject } from '@/components/shell/project-context.tsx'
import { ErrorState } from '@/components/state/error-state.tsx'
import { ListSkeleton } from '@/components/state/list-skeleton.tsx'
import { NoData } from '@/components/state/no-data.tsx'
import { RefreshButton } from '@/components/time/refresh-button.tsx'
import { TimeRangePicker } from '@/components/time/time-range-picker.tsx'
import { Segmented } from '@/components/ui/segmented.tsx'
import { ViewsButton } from '@/components/views/views-button.tsx'
import { useHydrated } from '@/hooks/use-hydrated.ts'
import { browserTarget } from '@/lib/api-client.ts'
import { refreshInterval } from '@/lib/refresh-interval.ts'
import { defaultTimeRange, isMoving } from '@/lib/time-range.ts'
import { ChartSkeleton } from './chart-skeleton.tsx'
import { chosenMetric } from './choose-metric.ts'
import { metricPart } from './explore-search.ts'
import { MetricCatalogue } from './metric-catalogue.tsx'
import { anyMetricQuery, metricListQuery } from './metric-queries.ts'
import { type MetricsChange, metricsSearchParams, searchedIn, viewOf } from './metric-search-params.ts'
import { useMetricTail } from './use-metric-tail.ts'

// The charts and what they are drawn with: the catalogue is there without them. The server draws neither: what it showed
// would take no click until their code has come.
const MetricExplorer = lazy(async () => ({ default: (await import('./metric-explorer.tsx')).MetricExplorer }))
const MetricPanel = lazy(async () => ({ default: (await import('./metric-panel.tsx')).MetricPanel }))

const views = [
  { value: 'catalogue', label: 'Catalogue' },
  { value: 'explore', label: 'Explore' },
] as const
const noMetrics: MetricSummary[] = []

/** The catalogue of metrics, and the explorer of what they say. */
export function MetricPage() {
  const { projectId } = useProject()
  const [search, setStates] = useQueryStates(metricsSearchParams)
  const setSearch = (change: MetricsChange, options?: { history: 'push' | 'replace' }) =>
    void setStates(change, options)
  const view = viewOf(search)
  const list = useQuery({
    ...metricListQuery(browserTarget, projectId, search, searchedIn(search)),
    refetchInterval: ({ state }) =>
      refreshInterval({ live: search.live, moving: isMoving(search), empty: state.data?.rows.length === 0 }),
  })
  const any = useQuery({ ...anyMetricQuery(browserTarget, projectId), enabled: list.data?.rows.length === 0 })
  const metrics = list.data?.rows ?? noMetrics
  const isHydrated = useHydrated()
  const selected = view === 'catalogue' ? chosenMetric(metrics, search) : undefined
  const asked = search.q.find((part) => 'metric' in part)
  const [watched, filter] =
    view === 'catalogue' ? [selected?.name, search.query] : [asked?.metric || undefined, asked?.filter ?? '']
  const tail = useMetricTail(projectId, watched, filter, search.live)
  const setLive = (live: boolean) =>
    setSearch({ live: live || null, ...(live && !isMoving(search) && defaultTimeRange) })
  const explore = (metric: MetricSummary) =>
    setSearch(
      { q: [metricPart(metric, search.query)], view: null, metric: null, type: null, hide: null, only: null },
      { history: 'push' },
    )
  return (
    <>
      <PageHeader
        title="Metrics"
        actions={
          <>
            <ViewsButton page="metrics" />
            <TimeRangePicker />
            <RefreshButton />
            <LiveSwitch live={search.live} status={tail.status} onLiveChange={setLive} />
          </>
        }
      >
        <Segmented
          label="View"
          value={view}
          options={views}
          onValueChange={(next) => setSearch({ view: next }, { history: 'push' })}
        />
      </PageHeader>
      <LiveNotice problem={tailProblem(tail.status)} onStop={() => setLive(false)} />
      {list.data?.rows.length === 0 && any.data === false ? (
        <NoData signal="metrics" />
      ) : view === 'explore' ? (
        <Suspense fallback={<PageSkeleton view={view} />}>
          {isHydrated ? (
            <MetricExplorer metrics={metrics} search={search} setSearch={setSearch} />
          ) : (
            <PageSkeleton view={view} />
          )}
        </Suspense>
      ) : list.data ? (
        <div className="relative flex min-h-0 flex-1">
          <MetricCatalogue {...{ search, setSearch, selected }} list={list.data} isStale={list.isPlaceholderData} />
          {selected && (
            <Suspense fallback={panelSkeleton}>
              {isHydrated ? (
                <MetricPanel
                  metric={selected}
                  filter={search.query}
                  live={search.live}
                  tail={tail}
                  onExplore={explore}
                  onClose={() => setSearch({ metric: null, type: null })}
                />
              ) : (
                panelSkeleton
              )}
            </Suspense>
          )}
        </div>
      ) : list.error ? (
        <ErrorState
          className="flex-1"
          title="The metrics could not be read"
          error={list.error}
          onRetry={() => void list.refetch()}
        />
      ) : (
        <PageSkeleton view={view} />
      )}
    </>
  )
}

const panelSkeleton = (
  <div aria-busy="true" className="w-[520px] max-w-[50vw] shrink-0 border-border border-l max-lg:hidden" />
)

function PageSkeleton({ view }: { view: 'catalogue' | 'explore' }) {
  if (view === 'explore') {
    return (
      <>
        <div className="h-[79px] shrink-0 border-border border-b" />
        <div className="h-11 shrink-0" />
        <ChartSkeleton />
      </>
    )
  }
  return (
    <>
      <div className="h-11 shrink-0 border-border border-b" />
      <ListSkeleton />
    </>
  )
}
