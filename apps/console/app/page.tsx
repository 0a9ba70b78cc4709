import { redirect } from 'next/navigation'
import { loadProjects, requireSession } from '@/lib/session.ts'

/** Opens the traces of the default project, or of the first one there is. */
export default async function Page(): Promise<never> {
  await requireSession('/')
  const projects = await loadProjects()
  const project = projects.find(({ projectId }) => projectId === 'default') ?? projects[0]
  redirect(`/projects/${encodeURIComponent(project?.projectId ?? 'default')}/traces`)
}
