import { dehydrate, HydrationBoundary } from '@tanstack/react-query'
import type { Metadata } from 'next'
import type { SearchParams } from 'nuqs/server'
import { MetricPage } from '@/components/metrics/metric-page.tsx'
import { metricListQuery } from '@/components/metrics/metric-queries.ts'
import { loadMetricsSearch, searchedIn } from '@/components/metrics/metric-search-params.ts'
import { createQueryClient } from '@/lib/query-client.ts'
import { serverTarget } from '@/lib/server-target.ts'
import { pathOf, requireProject } from '@/lib/session.ts'

export const metadata: Metadata = { title: 'Metrics' }

interface PageProps {
  params: Promise<{ projectId: string }>
  searchParams: Promise<SearchParams>
}

export default async function Page({ params, searchParams }: PageProps) {
  const { projectId } = await params
  await requireProject(projectId, pathOf(`/projects/${projectId}/metrics`, await searchParams))
  const search = await loadMetricsSearch(searchParams)
  const client = createQueryClient()
  // Awaited: what the server renders and what the browser starts with is then the same. `loading` stands in meanwhile.
  await client.prefetchQuery(metricListQuery(await serverTarget(), projectId, search, searchedIn(search)))
  return (
    <HydrationBoundary state={dehydrate(client)}>
      <MetricPage />
    </HydrationBoundary>
  )
}
