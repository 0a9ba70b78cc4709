'use client'

import { tracesTailMessageSchema } from '@hanzo/schema/api'
import { useQueryClient } from '@tanstack/react-query'
import { useQueryStates } from 'nuqs'
import { useCallback, useState } from 'react'
import { AttributeFilterButton } from '@/components/filter/attribute-filter-button.tsx'
import { QueryPills } from '@/components/filter/query-pills.tsx'
import { HistogramSection } from '@/components/list/histogram-section.tsx'
import { ListToolbar } from '@/components/list/list-toolbar.tsx'
import { LiveSwitch } from '@/components/live/live-switch.tsx'
import { SearchField } from '@/components/search/search-field.tsx'
import { PageHeader } from '@/components/shell/page-header.tsx'
import { NoData } from '@/components/state/no-data.tsx'
import { NothingMatches } from '@/components/state/nothing-matches.tsx'
import { UnreadableSearch } from '@/components/state/unreadable-search.tsx'
import { RefreshButton } from '@/components/time/refresh-button.tsx'
import { TimeRangePicker } from '@/components/time/time-range-picker.tsx'
import { Segmented } from '@/components/ui/segmented.tsx'
import { useTail } from '@/hooks/use-tail.ts'
import { projectKey } from '@/lib/query-keys.ts'
import { searchProblem } from '@/lib/search-problem.ts'
import { type TracesSearch, tracesSearchParams } from './search-params.ts'
import { SpanFacets } from './span-facets.tsx'
import { SpanList } from './span-list.tsx'
import { TraceList } from './trace-list.tsx'
import { spanStatusSeries, useSpanOverview } from './use-span-overview.ts'

const views = [
  { value: 'traces', label: 'Traces' },
  { value: 'spans', label: 'Spans' },
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
  const [scrolled, setScrolled] = useState(false)
  const client = useQueryClient()
  const overview = useSpanOverview(projectId, search)
  const tail = useTail({
    path: `/api/projects/${encodeURIComponent(projectId)}/traces/tail`,
    query: { query: search.query },
    schema: tracesTailMessageSchema,
    enabled: search.live,
    paused: scrolled,
    onGap: () => void client.invalidateQueries({ queryKey: projectKey(projectId) }),
  })
  const change = useCallback((next: Partial<TracesSearch>) => void setSearch(next), [setSearch])
  const setQuery = useCallback((query: string) => void setSearch({ query: query || null }), [setSearch])
  const List = search.view === 'traces' ? TraceList : SpanList
  return (
    <>
      <PageHeader
        title="Traces"
        actions={
          <>
            <TimeRangePicker />
            <RefreshButton />
            <LiveSwitch live={search.live} status={tail.status} onLiveChange={(live) => change({ live })} />
          </>
        }
      >
        <Segmented label="View" value={search.view} options={views} onValueChange={(view) => change({ view })} />
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
            </ListToolbar>
            <HistogramSection
              noun="spans"
              series={spanStatusSeries}
              answer={overview.answer}
              answeredAt={overview.histogram.dataUpdatedAt}
              error={overview.histogram.error}
              isStale={overview.histogram.isPlaceholderData}
              onRetry={() => void overview.histogram.refetch()}
            />
            <List
              projectId={projectId}
              search={search}
              tail={tail}
              onScrolledChange={setScrolled}
              empty={
                <NothingMatches
                  className="flex-1"
                  what={search.view}
                  onClearFilters={search.query === '' ? null : () => setQuery('')}
                />
              }
            />
          </div>
        </div>
      )}
    </>
  )
}
