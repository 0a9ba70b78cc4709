import { dehydrate, HydrationBoundary } from '@tanstack/react-query'
import type { Metadata } from 'next'
import { redirect } from 'next/navigation'
import type { SearchParams } from 'nuqs/server'
import { withoutOldFilters } from '@/components/search/old-filters.ts'
import { valueKeysOf } from '@/lib/column-values.ts'
import { createQueryClient } from '@/lib/query-client.ts'
import { searchProblem } from '@/lib/search-problem.ts'
import { serverTarget } from '@/lib/server-target.ts'
import { pathOf, requireProject } from '@/lib/session.ts'
import { spanFacetsQuery, spanGroupsQuery, spanHistogramQuery, spansQuery, tracesQuery } from './queries.ts'
import { loadTracesSearch, spanColumnIds } from './search-params.ts'
import { TracesPage } from './traces-page.tsx'

export const metadata: Metadata = { title: 'Traces' }

interface PageProps {
  params: Promise<{ projectId: string }>
  searchParams: Promise<SearchParams>
}

export default async function Page({ params, searchParams }: PageProps) {
  const { projectId } = await params
  await requireProject(projectId, pathOf(`/projects/${projectId}/traces`, await searchParams))
  const renewed = withoutOldFilters(await searchParams, 'spans')
  if (renewed) redirect(`/projects/${encodeURIComponent(projectId)}/traces?${renewed}`)
  const search = await loadTracesSearch(searchParams)
  if (searchProblem('spans')(search.query)) return <TracesPage projectId={projectId} />
  const target = await serverTarget()
  const client = createQueryClient()
  // Not awaited: the page is sent at once, and the answers follow in its stream.
  void client.prefetchQuery(spanHistogramQuery(target, projectId, search))
  void client.prefetchQuery(spanFacetsQuery(target, projectId, search))
  if (search.view === 'traces') void client.prefetchInfiniteQuery(tracesQuery(target, projectId, search))
  else if (search.view === 'groups') void client.prefetchQuery(spanGroupsQuery(target, projectId, search))
  else {
    const keys = valueKeysOf(search.columns, spanColumnIds)
    void client.prefetchInfiniteQuery(spansQuery(target, projectId, search, keys))
  }
  return (
    <HydrationBoundary state={dehydrate(client)}>
      <TracesPage projectId={projectId} />
    </HydrationBoundary>
  )
}
