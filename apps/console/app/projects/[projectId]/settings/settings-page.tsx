'use client'

import type { ReactNode } from 'react'
import { PageHeader } from '@/components/shell/page-header.tsx'
import { useProject } from '@/components/shell/project-context.tsx'
import { CopyButton } from '@/components/ui/copy-button.tsx'
import { ApiKeys } from './api-keys.tsx'
import { ProjectLimits } from './project-limits.tsx'

export function SettingsPage() {
  const project = useProject()
  const url = project.publicUrl.replace(/\/$/, '')
  return (
    <>
      <PageHeader title="Settings" />
      <div className="flex-1 overflow-y-auto">
        <div className="mx-auto grid max-w-4xl gap-10 px-6 py-8">
          <Section title="Project" lead="Its id is part of every address of the console and the API.">
            <Fact name="Name">{project.name}</Fact>
            <Fact name="Project id" copy={project.projectId} mono>
              {project.projectId}
            </Fact>
            <Fact name="Kept for">
              {project.retentionDays} {project.retentionDays === 1 ? 'day' : 'days'}
            </Fact>
          </Section>
          <Section
            title="Endpoints"
            lead="OpenTelemetry over HTTP, protobuf or JSON. SDKs take the base address and add the path of the signal."
          >
            <Fact name="Base address" copy={url} mono>
              {url}
            </Fact>
            {(['traces', 'metrics', 'logs'] as const).map((signal) => (
              <Fact
                key={signal}
                name={`${signal.charAt(0).toUpperCase()}${signal.slice(1)}`}
                copy={`${url}/v1/${signal}`}
                mono
              >
                {url}/v1/{signal}
              </Fact>
            ))}
            <Fact name="Key header" mono>
              {project.keyRequired ? 'x-api-key' : 'not needed: this platform is open to its own machine'}
            </Fact>
          </Section>
          <ApiKeys projectId={project.projectId} />
          <ProjectLimits projectId={project.projectId} />
        </div>
      </div>
    </>
  )
}

function Section({ title, lead, children }: { title: string; lead: string; children: ReactNode }) {
  return (
    <section aria-label={title}>
      <h2 className="text-lg font-semibold">{title}</h2>
      <p className="mt-0.5 text-muted">{lead}</p>
      <dl className="mt-3 divide-y divide-border rounded-lg border border-border">{children}</dl>
    </section>
  )
}

interface FactProps {
  name: string
  children: ReactNode
  copy?: string
  mono?: boolean
}

function Fact({ name, children, copy, mono }: FactProps) {
  return (
    <div className="flex h-9 items-center gap-4 px-4">
      <dt className="w-40 shrink-0 text-muted">{name}</dt>
      <dd className={mono ? 'min-w-0 flex-1 truncate font-mono text-sm' : 'min-w-0 flex-1 truncate'}>{children}</dd>
      {copy && <CopyButton text={copy} what={name} />}
    </div>
  )
}
