'use client'

import { type LogSummary, logsTailMessageSchema } from '@hanzo/schema/api'
import { useQueryClient } from '@tanstack/react-query'
import { useQueryStates } from 'nuqs'
import { useCallback, useState } from 'react'
import { AttributeFilterButton } from '@/components/filter/attribute-filter-button.tsx'
import { QueryPills } from '@/components/filter/query-pills.tsx'
import { ColumnsButton } from '@/components/list/columns-button.tsx'
import { HistogramSection } from '@/components/list/histogram-section.tsx'
import { ListMenu } from '@/components/list/list-menu.tsx'
import { ListToolbar } from '@/components/list/list-toolbar.tsx'
import { LiveNotice } from '@/components/live/live-notice.tsx'
import { liveProblem, tailProblem } from '@/components/live/live-problem.ts'
import { LiveSwitch } from '@/components/live/live-switch.tsx'
import { PatternControls } from '@/components/patterns/pattern-controls.tsx'
import { PatternList } from '@/components/patterns/pattern-list.tsx'
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
import { LogDrawer } from './log-drawer.tsx'
import { LogFacets } from './log-facets.tsx'
import { LogList } from './log-list.tsx'
import { type LogsSearch, logsSearchParams } from './search-params.ts'
import { useLogDisplay } from './use-log-display.tsx'
import { severitySeries, useLogOverview } from './use-log-overview.ts'

const views = [
  { value: 'logs', label: 'Logs' },
  { value: 'patterns', label: 'Patterns' },
] as const

const logProblem = searchProblem('logs')

export function LogsPage({ projectId }: { projectId: string }) {
  const [{ query }, setSearch] = useQueryStates(logsSearchParams, { history: 'push' })
  const problem = logProblem(query)
  if (!problem) return <FoundLogs projectId={projectId} />
  return (
    <UnreadableSearch
      title="Logs"
      query={query}
      problem={problem}
      signal="logs"
      onChange={(next) => void setSearch({ query: next || null })}
    />
  )
}

function FoundLogs({ projectId }: { projectId: string }) {
  const [search, setSearch] = useQueryStates(logsSearchParams, { history: 'push' })
  const [scrolled, setScrolled] = useState(false)
  const client = useQueryClient()
  const overview = useLogOverview(projectId, search)
  const change = useCallback((next: Partial<LogsSearch>) => void setSearch(next), [setSearch])
  const setQuery = useCallback((query: string) => void setSearch({ query: query || null }), [setSearch])
  // Moving from record to record is one step for the back button, not one for each.
  const open = (log: LogSummary) =>
    void setSearch({ log: log.logId }, { history: search.log === null ? 'push' : 'replace' })
  const shown = useLogDisplay({
    ...{ projectId, search, onQueryChange: setQuery, onOpen: open },
    onColumnsChange: (ids) => void setSearch({ columns: ids }, { history: 'replace' }),
  })
  const problem = search.live ? liveProblem(search.query) : undefined
  const tail = useTail({
    path: `/api/projects/${encodeURIComponent(projectId)}/logs/tail`,
    query: { query: search.query },
    schema: logsTailMessageSchema,
    enabled: search.live && problem === undefined && search.view === 'logs',
    paused: scrolled || search.log !== null || shown.openCount > 0,
    onGap: () => void client.invalidateQueries({ queryKey: projectKey(projectId) }),
  })
  const empty = (
    <NothingMatches className="flex-1" what="logs" onClearFilters={search.query === '' ? null : () => setQuery('')} />
  )
  const { builtIn, columns } = shown
  const startLive = useStartLive(projectId, ['logs'])
  return (
    <>
      <PageHeader
        title="Logs"
        actions={
          <>
            <ViewsButton page="logs" />
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
        <Segmented label="View" value={search.view} options={views} onValueChange={(view) => change({ view })} />
      </PageHeader>
      {overview.isFirstRun ? (
        <NoData signal="logs" />
      ) : (
        <div className="flex min-h-0 flex-1">
          <LogFacets
            facets={overview.facets}
            query={search.query}
            onQueryChange={setQuery}
            yields={search.log !== null}
          />
          <div className="flex min-w-0 flex-1 flex-col">
            <ListToolbar pills={<QueryPills query={search.query} onQueryChange={setQuery} />}>
              <SearchField
                signal="logs"
                label="Search logs"
                placeholder='Search, for example severity:>=warn service:checkout "card declined"'
                value={search.query}
                onChange={setQuery}
              />
              <AttributeFilterButton query={search.query} onQueryChange={setQuery} />
              {search.view === 'patterns' ? (
                <PatternControls search={search} onNewSince={(newSince) => change({ newSince })} />
              ) : (
                <>
                  {shown.menu}
                  <ColumnsButton signal="logs" builtIn={builtIn} takesKeys columns={columns} />
                  <ListMenu
                    path="logs"
                    query={{ from: search.from, to: search.to, query: search.query, columns: columns.valueKeys }}
                    shownIds={columns.shownIds}
                    canDownload
                    rowCount={overview.total}
                  />
                </>
              )}
            </ListToolbar>
            <HistogramSection
              noun="logs"
              series={severitySeries}
              answer={overview.answer}
              answeredAt={overview.histogram.dataUpdatedAt}
              error={overview.histogram.error}
              isStale={overview.histogram.isPlaceholderData}
              onRetry={() => void overview.histogram.refetch()}
            />
            <LiveNotice problem={problem ?? tailProblem(tail.status)} onStop={() => change({ live: false })} />
            {search.view === 'patterns' ? (
              <PatternList
                {...{ projectId, search, empty }}
                onOrder={(order) => change({ order })}
                onOpen={(query) => change({ view: 'logs', query })}
                onExclude={setQuery}
              />
            ) : (
              <LogList
                {...{ projectId, search, tail, columns, empty }}
                {...shown.rows}
                onOpen={open}
                onScrolledChange={setScrolled}
              />
            )}
          </div>
          {search.log && (
            <LogDrawer
              projectId={projectId}
              logId={search.log}
              onClose={() => change({ log: null })}
              {...shown.valueActions}
            />
          )}
        </div>
      )}
    </>
  )
}
