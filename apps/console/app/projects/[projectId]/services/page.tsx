import { dehydrate, HydrationBoundary } from '@tanstack/react-query'
import type { Metadata } from 'next'
import type { SearchParams } from 'nuqs/server'
import { serviceMapQuery, serviceRedQuery } from '@/components/red/red-queries.ts'
import { createQueryClient } from '@/lib/query-client.ts'
import { serverTarget } from '@/lib/server-target.ts'
import { pathOf, requireProject } from '@/lib/session.ts'
import { loadServicesSearch } from './search-params.ts'
import { ServicesPage } from './services-page.tsx'

export const metadata: Metadata = { title: 'Services' }

interface PageProps {
  params: Promise<{ projectId: string }>
  searchParams: Promise<SearchParams>
}

export default async function Page({ params, searchParams }: PageProps) {
  const { projectId } = await params
  await requireProject(projectId, pathOf(`/projects/${projectId}/services`, await searchParams))
  const search = await loadServicesSearch(searchParams)
  const target = await serverTarget()
  const client = createQueryClient()
  // Not awaited: the page is sent at once, and the answers follow in its stream.
  void client.prefetchQuery(serviceRedQuery(target, projectId, search))
  if (search.view === 'map') void client.prefetchQuery(serviceMapQuery(target, projectId, search))
  return (
    <HydrationBoundary state={dehydrate(client)}>
      <ServicesPage projectId={projectId} />
    </HydrationBoundary>
  )
}
