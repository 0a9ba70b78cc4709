import { headers } from 'next/headers'
import type { ReactNode } from 'react'
import { ProjectShell } from '@/components/shell/project-shell.tsx'
import { loadSession, requireProject } from '@/lib/session.ts'

interface ProjectLayoutProps {
  children: ReactNode
  params: Promise<{ projectId: string }>
}

export default async function ProjectLayout({ children, params }: ProjectLayoutProps) {
  const { projectId } = await params
  const path = (await headers()).get('x-hanzo-path') ?? '/'
  const project = await requireProject(projectId, path)
  const session = await loadSession()
  return (
    <ProjectShell project={project} session={session}>
      {children}
    </ProjectShell>
  )
}
