import { dehydrate, HydrationBoundary } from '@tanstack/react-query'
import type { Metadata } from 'next'
import type { SearchParams } from 'nuqs/server'
import { operationsQuery, serviceMapQuery, serviceRedQuery } from '@/components/red/red-queries.ts'
import { createQueryClient } from '@/lib/query-client.ts'
import { serverTarget } from '@/lib/server-target.ts'
import { pathOf, requireProject } from '@/lib/session.ts'
import { loadServicesSearch } from '../search-params.ts'
import { ServicePage } from './service-page.tsx'

interface PageProps {
  params: Promise<{ projectId: string; service: string }>
  searchParams: Promise<SearchParams>
}

export async function generateMetadata({ params }: PageProps): Promise<Metadata> {
  return { title: decodeURIComponent((await params).service) }
}

export default async function Page({ params, searchParams }: PageProps) {
  const { projectId, service: segment } = await params
  const service = decodeURIComponent(segment)
  await requireProject(projectId, pathOf(`/projects/${projectId}/services/${segment}`, await searchParams))
  const search = await loadServicesSearch(searchParams)
  const target = await serverTarget()
  const client = createQueryClient()
  // Not awaited: the page is sent at once, and the answers follow in its stream.
  void client.prefetchQuery(serviceRedQuery(target, projectId, search))
  void client.prefetchQuery(operationsQuery(target, projectId, search, service))
  void client.prefetchQuery(serviceMapQuery(target, projectId, search))
  return (
    <HydrationBoundary state={dehydrate(client)}>
      <ServicePage projectId={projectId} service={service} />
    </HydrationBoundary>
  )
}
