import type { Metadata } from 'next'
import { pathOf, requireProject } from '@/lib/session.ts'
import { ContextPage } from './context-page.tsx'

export const metadata: Metadata = { title: 'Log in context' }

interface LogContextPageProps {
  params: Promise<{ projectId: string; logId: string }>
  searchParams: Promise<Record<string, string | string[] | undefined>>
}

export default async function Page({ params, searchParams }: LogContextPageProps) {
  const { projectId, logId } = await params
  await requireProject(projectId, pathOf(`/projects/${projectId}/logs/${logId}`, await searchParams))
  return <ContextPage projectId={projectId} logId={decodeURIComponent(logId)} />
}
