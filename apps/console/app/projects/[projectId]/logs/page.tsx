import { dehydrate, HydrationBoundary } from '@tanstack/react-query'
import type { Metadata } from 'next'
import { redirect } from 'next/navigation'
import type { SearchParams } from 'nuqs/server'
import { patternsQuery } from '@/components/patterns/pattern-queries.ts'
import { withoutOldFilters } from '@/components/search/old-filters.ts'
import { valueKeysOf } from '@/lib/column-values.ts'
import { createQueryClient } from '@/lib/query-client.ts'
import { searchProblem } from '@/lib/search-problem.ts'
import { serverTarget } from '@/lib/server-target.ts'
import { pathOf, requireProject } from '@/lib/session.ts'
import { LogsPage } from './logs-page.tsx'
import { logDetailQuery, logFacetsQuery, logHistogramQuery, logsQuery } from './queries.ts'
import { loadLogsSearch, logColumnIds } from './search-params.ts'

export const metadata: Metadata = { title: 'Logs' }

interface PageProps {
  params: Promise<{ projectId: string }>
  searchParams: Promise<SearchParams>
}

export default async function Page({ params, searchParams }: PageProps) {
  const { projectId } = await params
  await requireProject(projectId, pathOf(`/projects/${projectId}/logs`, await searchParams))
  const renewed = withoutOldFilters(await searchParams, 'logs')
  if (renewed) redirect(`/projects/${encodeURIComponent(projectId)}/logs?${renewed}`)
  const search = await loadLogsSearch(searchParams)
  if (searchProblem('logs')(search.query)) return <LogsPage projectId={projectId} />
  const target = await serverTarget()
  const client = createQueryClient()
  // Not awaited: the page is sent at once, and the answers follow in its stream.
  if (search.view === 'patterns') void client.prefetchQuery(patternsQuery(target, projectId, search))
  else
    void client.prefetchInfiniteQuery(logsQuery(target, projectId, search, valueKeysOf(search.columns, logColumnIds)))
  void client.prefetchQuery(logHistogramQuery(target, projectId, search))
  void client.prefetchQuery(logFacetsQuery(target, projectId, search))
  if (search.log) void client.prefetchQuery(logDetailQuery(target, projectId, search.log))
  return (
    <HydrationBoundary state={dehydrate(client)}>
      <LogsPage projectId={projectId} />
    </HydrationBoundary>
  )
}
