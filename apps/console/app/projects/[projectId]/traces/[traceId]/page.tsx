import { traceIdSchema } from '@hanzo/schema/api'
import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { preload } from 'react-dom'
import { structurePath } from '@/components/trace/trace-queries.ts'
import { TraceView } from '@/components/trace/trace-view.tsx'
import { pathOf, requireProject } from '@/lib/session.ts'

interface TracePageProps {
  params: Promise<{ projectId: string; traceId: string }>
  searchParams: Promise<Record<string, string | string[] | undefined>>
}

export const metadata: Metadata = { title: 'Trace' }

export default async function TracePage({ params, searchParams }: TracePageProps) {
  const { projectId, traceId } = await params
  await requireProject(projectId, pathOf(`/projects/${projectId}/traces/${traceId}`, await searchParams))
  const parsed = traceIdSchema.safeParse(traceId)
  if (!parsed.success) notFound()
  // The browser reads the spans itself: a trace may have 100 000 of them, and prefetching here would send each twice.
  // It may ask for them while the scripts of the page still load.
  preload(structurePath(projectId, parsed.data), { as: 'fetch', crossOrigin: 'anonymous' })
  return <TraceView traceId={parsed.data} />
}
