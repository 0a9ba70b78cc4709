'use client'

import type { Project } from '@hanzo/schema/api'
import { createContext, type ReactNode, useContext } from 'react'

const ProjectContext = createContext<Project | null>(null)

export function ProjectProvider({ project, children }: { project: Project; children: ReactNode }) {
  return <ProjectContext value={project}>{children}</ProjectContext>
}

/** The project whose page this is. */
export function useProject(): Project {
  const project = useContext(ProjectContext)
  if (!project) throw new Error('useProject is for pages under /projects/[projectId]')
  return project
}
