import { dehydrate, HydrationBoundary } from '@tanstack/react-query'
import type { Metadata } from 'next'
import type { SearchParams } from 'nuqs/server'
import { ingestStatusQuery } from '@/components/ingest/ingest-status-query.ts'
import { createQueryClient } from '@/lib/query-client.ts'
import { serverTarget } from '@/lib/server-target.ts'
import { pathOf, requireProject } from '@/lib/session.ts'
import { IngestPage } from './ingest-page.tsx'
import { deadLettersQuery, ingestHistogramQuery, ingestProblemsQuery } from './queries.ts'
import { loadIngestSearch } from './search-params.ts'

export const metadata: Metadata = { title: 'Ingest' }

interface PageProps {
  params: Promise<{ projectId: string }>
  searchParams: Promise<SearchParams>
}

export default async function Page({ params, searchParams }: PageProps) {
  const { projectId } = await params
  await requireProject(projectId, pathOf(`/projects/${projectId}/ingest`, await searchParams))
  const search = await loadIngestSearch(searchParams)
  const target = await serverTarget()
  const client = createQueryClient()
  // Not awaited: the page is sent at once, and the answers follow in its stream.
  void client.prefetchQuery(ingestStatusQuery(target, projectId))
  void client.prefetchQuery(ingestHistogramQuery(target, projectId, search))
  void client.prefetchQuery(ingestProblemsQuery(target, projectId, search))
  void client.prefetchQuery(deadLettersQuery(target, projectId))
  return (
    <HydrationBoundary state={dehydrate(client)}>
      <IngestPage projectId={projectId} />
    </HydrationBoundary>
  )
}
