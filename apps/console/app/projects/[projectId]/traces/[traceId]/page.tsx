import { traceIdSchema } from '@hanzo/schema/api'
import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
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
  return <TraceView traceId={parsed.data} />
}
