'use client'

import type { ReactNode } from 'react'
import { IngestWarning } from '@/components/ingest/ingest-warning.tsx'
import { useProject } from './project-context.tsx'

interface PageHeaderProps {
  title: ReactNode
  /** After the title: tabs, counts. */
  children?: ReactNode
  /** At the right: time range, refresh, live. */
  actions?: ReactNode
}

/** The first line of every project page: the project, where one is, and what acts on the whole page. */
export function PageHeader({ title, children, actions }: PageHeaderProps) {
  const project = useProject()
  return (
    <header className="flex h-11 shrink-0 items-center gap-3 border-b border-border px-4">
      <div className="flex min-w-0 items-center gap-2">
        <span className="truncate text-subtle">{project.name}</span>
        <span aria-hidden="true" className="text-border-strong">
          /
        </span>
        <h1 className="truncate font-semibold">{title}</h1>
      </div>
      {children}
      <IngestWarning projectId={project.projectId} />
      <div className="ml-auto flex shrink-0 items-center gap-2">{actions}</div>
    </header>
  )
}
