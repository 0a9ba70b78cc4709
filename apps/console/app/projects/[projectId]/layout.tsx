import type { ReactNode } from 'react'
import { ProjectShell } from '@/components/shell/project-shell.tsx'
import { loadProjects, loadSession } from '@/lib/session.ts'

interface ProjectLayoutProps {
  children: ReactNode
  params: Promise<{ projectId: string }>
}

export default async function ProjectLayout({ children, params }: ProjectLayoutProps) {
  const { projectId } = await params
  const session = await loadSession()
  // A page knows its own address and sends the visitor to sign in with the way back; a layout does not.
  if (session.access === 'signed-out') return children
  const project = (await loadProjects()).find((candidate) => candidate.projectId === projectId)
  if (!project) return children
  return (
    <ProjectShell project={project} session={session}>
      {children}
    </ProjectShell>
  )
}
