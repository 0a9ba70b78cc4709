'use client'

import type { MetricSummary } from '@hanzo/schema/api'
import { useQuery } from '@tanstack/react-query'
import { useQueryStates } from 'nuqs'
import { useMemo } from 'react'
import { LiveSwitch } from '@/components/live/live-switch.tsx'
import { PageHeader } from '@/components/shell/page-header.tsx'
import { useProject } from '@/components/shell/project-context.tsx'
import { ErrorState } from '@/components/state/error-state.tsx'
import { NoData } from '@/components/state/no-data.tsx'
import { NothingMatches } from '@/components/state/nothing-matches.tsx'
import { RefreshButton } from '@/components/time/refresh-button.tsx'
import { TimeRangePicker } from '@/components/time/time-range-picker.tsx'
import { browserTarget } from '@/lib/api-client.ts'
import { refreshInterval } from '@/lib/refresh-interval.ts'
import { defaultTimeRange, isMoving } from '@/lib/time-range.ts'
import { CatalogueColumn } from './catalogue-column.tsx'
import { ChartSkeleton } from './chart-skeleton.tsx'
import { chosenMetric, matchingMetrics } from './choose-metric.ts'
import { MetricExplorer } from './metric-explorer.tsx'
import { anyMetricQuery, metricListQuery } from './metric-queries.ts'
import { metricsSearchParams, noMetricChoices } from './metric-search-params.ts'
import { useMetricTail } from './use-metric-tail.ts'

/** All metrics at the left, one of them at the right. */
export function MetricPage() {
  const { projectId } = useProject()
  const [search, setSearch] = useQueryStates(metricsSearchParams)
  const list = useQuery({
    ...metricListQuery(browserTarget, projectId, search),
    refetchInterval: ({ state }) =>
      refreshInterval({ live: search.live, moving: isMoving(search), empty: state.data?.rows.length === 0 }),
  })
  const any = useQuery({ ...anyMetricQuery(browserTarget, projectId), enabled: list.data?.rows.length === 0 })
  const metrics = useMemo(() => matchingMetrics(list.data?.rows ?? [], search.text), [list.data, search.text])
  const selected = chosenMetric(list.data?.rows ?? [], metrics, search)
  const tail = useMetricTail(projectId, selected, search)
  const setLive = (live: boolean) =>
    void setSearch({ live: live || null, ...(live && !isMoving(search) && defaultTimeRange) })
  const select = (metric: MetricSummary) =>
    void setSearch({ ...noMetricChoices, metric: metric.name, type: metric.type }, { history: 'push' })
  const isFirstRun = list.data?.rows.length === 0 && any.data === false
  return (
    <>
      <PageHeader
        title="Metrics"
        actions={
          <>
            <TimeRangePicker />
            <RefreshButton />
            <LiveSwitch live={search.live} status={tail.status} onLiveChange={setLive} />
          </>
        }
      />
      {isFirstRun ? (
        <NoData signal="metrics" />
      ) : (
        <div className="flex min-h-0 flex-1">
          <CatalogueColumn
            list={list.data}
            metrics={metrics}
            selected={selected}
            text={search.text}
            onText={(text) => void setSearch({ text: text || null })}
            onSelect={select}
          />
          <section aria-label="Explorer" className="flex min-w-0 flex-1 flex-col">
            {list.error && !list.data ? (
              <ErrorState
                className="flex-1"
                title="The metrics could not be read"
                error={list.error}
                onRetry={() => void list.refetch()}
              />
            ) : selected ? (
              <MetricExplorer key={`${selected.name} ${selected.type}`} metric={selected} tail={tail} />
            ) : list.data ? (
              <NothingMatches
                className="flex-1"
                what="metrics"
                onClearFilters={
                  search.text || search.metric
                    ? () => void setSearch({ ...noMetricChoices, text: null, metric: null, type: null })
                    : null
                }
              />
            ) : (
              <ChartSkeleton />
            )}
          </section>
        </div>
      )}
    </>
  )
}
