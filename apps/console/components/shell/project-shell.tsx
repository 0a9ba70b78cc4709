'use client'

import type { Project, Session } from '@hanzo/schema/api'
import type { ReactNode } from 'react'
import { SessionContext } from './account-menu.tsx'
import { Commands } from './commands.tsx'
import { Navigation } from './navigation.tsx'
import { ProjectProvider } from './project-context.tsx'

interface ProjectShellProps {
  project: Project
  session: Session
  children: ReactNode
}

/** The frame of every project page. The page fills the rest of the screen and scrolls inside itself. */
export function ProjectShell({ project, session, children }: ProjectShellProps) {
  return (
    <ProjectProvider project={project}>
      <SessionContext value={session}>
        <Commands>
          <div className="flex h-dvh overflow-hidden">
            <Navigation />
            <main className="relative flex min-w-0 flex-1 flex-col overflow-hidden">{children}</main>
          </div>
        </Commands>
      </SessionContext>
    </ProjectProvider>
  )
}
