'use client'

import { tracesTailMessageSchema } from '@hanzo/schema/api'
import { useQueryClient } from '@tanstack/react-query'
import { useQueryStates } from 'nuqs'
import { useCallback, useState } from 'react'
import { AttributeFilterButton } from '@/components/filter/attribute-filter-button.tsx'
import { QueryPills } from '@/components/filter/query-pills.tsx'
import { ChartSwitch, useSpanChart } from '@/components/heatmap/chart-switch.tsx'
import { Latency } from '@/components/heatmap/latency.tsx'
import { HistogramSection } from '@/components/list/histogram-section.tsx'
import { ListToolbar } from '@/components/list/list-toolbar.tsx'
import { LiveNotice } from '@/components/live/live-notice.tsx'
import { liveProblem, tailProblem } from '@/components/live/live-problem.ts'
import { LiveSwitch } from '@/components/live/live-switch.tsx'
import { RedStrip } from '@/components/red/red-strip.tsx'
import { SearchField } from '@/components/search/search-field.tsx'
import { PageHeader } from '@/components/shell/page-header.tsx'
import { NoData } from '@/components/state/no-data.tsx'
import { NothingMatches } from '@/components/state/nothing-matches.tsx'
import { UnreadableSearch } from '@/components/state/unreadable-search.tsx'
import { RefreshButton } from '@/components/time/refresh-button.tsx'
import { TimeRangePicker } from '@/components/time/time-range-picker.tsx'
import { Segmented } from '@/components/ui/segmented.tsx'
import { ViewsButton } from '@/components/views/views-button.tsx'
import { useStartLive } from '@/hooks/use-start-live.ts'
import { useTail } from '@/hooks/use-tail.ts'
import { projectKey } from '@/lib/query-keys.ts'
import { searchProblem } from '@/lib/search-problem.ts'
import { groupFilter } from './group-filter.ts'
import { GroupList } from './group-list.tsx'
import { ListControls } from './list-controls.tsx'
import { defaultGroupBy, type TracesSearch, tracesSearchParams } from './search-params.ts'
import { SpanFacets } from './span-facets.tsx'
import { SpanList } from './span-list.tsx'
import { TraceList } from './trace-list.tsx'
import { spanStatusSeries, useSpanOverview } from './use-span-overview.ts'
import { useTraceColumns } from './use-trace-columns.ts'

const views = [
  { value: 'traces', label: 'Traces' },
  { value: 'spans', label: 'Spans' },
  { value: 'groups', label: 'Groups' },
] as const

const spanProblem = searchProblem('spans')

export function TracesPage({ projectId }: { projectId: string }) {
  const [{ query }, setSearch] = useQueryStates(tracesSearchParams, { history: 'push' })
  const problem = spanProblem(query)
  if (!problem) return <FoundTraces projectId={projectId} />
  return (
    <UnreadableSearch
      title="Traces"
      query={query}
      problem={problem}
      signal="spans"
      onChange={(next) => void setSearch({ query: next || null })}
    />
  )
}

function FoundTraces({ projectId }: { projectId: string }) {
  const [search, setSearch] = useQueryStates(tracesSearchParams, { history: 'push' })
  const overview = useSpanOverview(projectId, search)
  const { chart } = useSpanChart()
  const problem = search.live ? liveProblem(search.query) : undefined
  const startLive = useStartLive(projectId, ['traces', 'spans'])
  const { tail, setScrolled } = useSpanTail(projectId, search, problem === undefined)
  const change = useCallback(
    (next: Partial<{ [K in keyof TracesSearch]: TracesSearch[K] | null }>) => void setSearch(next),
    [setSearch],
  )
  const setQuery = useCallback((query: string) => change({ query: query || null }), [change])
  const columns = useTraceColumns(projectId, search, (ids) => void setSearch({ columns: ids }, { history: 'replace' }))
  const groupBy = search.groupBy.length > 0 ? search.groupBy : defaultGroupBy
  const empty = (
    <NothingMatches
      className="flex-1"
      what={search.view === 'traces' ? 'traces' : 'spans'}
      onClearFilters={search.query === '' ? null : () => setQuery('')}
    />
  )
  const list = { projectId, search, tail, onScrolledChange: setScrolled, empty }
  return (
    <>
      <PageHeader
        title="Traces"
        actions={
          <>
            <ViewsButton page="traces" />
            <TimeRangePicker />
            <RefreshButton />
            <LiveSwitch
              live={search.live}
              status={tail.status}
              onLiveChange={(live) => {
                if (live) startLive()
                change({ live })
              }}
            />
          </>
        }
      >
        <Segmented
          label="View"
          value={search.view}
          options={views}
          onValueChange={(view) => change({ view, columns: null })}
        />
      </PageHeader>
      {overview.isFirstRun ? (
        <NoData signal="traces" />
      ) : (
        <div className="flex min-h-0 flex-1">
          <SpanFacets facets={overview.facets} query={search.query} onQueryChange={setQuery} />
          <div className="flex min-w-0 flex-1 flex-col">
            <ListToolbar pills={<QueryPills query={search.query} onQueryChange={setQuery} />}>
              <SearchField
                signal="spans"
                label="Search spans"
                placeholder='Search, for example status:error duration:>500ms "card declined" -env:dev'
                value={search.query}
                onChange={setQuery}
              />
              <AttributeFilterButton query={search.query} onQueryChange={setQuery} />
              <ListControls
                search={search}
                columns={columns}
                groupBy={groupBy}
                onGroupBy={(keys) => change({ groupBy: keys })}
              />
            </ListToolbar>
            <RedStrip projectId={projectId} range={search} query={search.query} live={search.live}>
              <ChartSwitch />
            </RedStrip>
            {chart === 'latency' ? (
              <Latency
                projectId={projectId}
                range={search}
                query={search.query}
                live={search.live}
                onRange={change}
                onQuery={setQuery}
              />
            ) : (
              <HistogramSection
                noun="spans"
                series={spanStatusSeries}
                answer={overview.answer}
                answeredAt={overview.histogram.dataUpdatedAt}
                error={overview.histogram.error}
                isStale={overview.histogram.isPlaceholderData}
                onRetry={() => void overview.histogram.refetch()}
              />
            )}
            <LiveNotice problem={problem ?? tailProblem(tail.status)} onStop={() => change({ live: false })} />
            {search.view === 'traces' && <TraceList {...list} columns={columns.traces} />}
            {search.view === 'spans' && <SpanList {...list} columns={columns.spans} />}
            {search.view === 'groups' && (
              <GroupList
                {...{ projectId, search, empty }}
                keys={groupBy}
                onOrder={(order) => change({ order })}
                onOpen={(group) =>
                  change({ view: 'spans', query: groupFilter(search.query, groupBy, group.values), columns: null })
                }
              />
            )}
          </div>
        </div>
      )}
    </>
  )
}

/** The tail of the lists: it waits while one reads further down. */
function useSpanTail(projectId: string, search: TracesSearch, isPossible: boolean) {
  const [scrolled, setScrolled] = useState(false)
  const client = useQueryClient()
  const tail = useTail({
    path: `/api/projects/${encodeURIComponent(projectId)}/traces/tail`,
    query: { query: search.query },
    schema: tracesTailMessageSchema,
    enabled: search.live && isPossible && search.view !== 'groups',
    paused: scrolled,
    onGap: () => void client.invalidateQueries({ queryKey: projectKey(projectId) }),
  })
  return { tail, setScrolled }
}
