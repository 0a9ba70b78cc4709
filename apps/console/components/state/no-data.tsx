'use client'

import Link from 'next/link'
import { RefusedHint } from '@/components/ingest/refused-hint.tsx'
import { useProject } from '@/components/shell/project-context.tsx'
import { CopyButton } from '@/components/ui/copy-button.tsx'
import { Tabs, TabsContent, TabsList, TabsTrigger } from '@/components/ui/tabs.tsx'
import { type Signal, snippetsFor } from './snippets.ts'

/** Before the first record of a signal: what to run, with the project's own address. The page fills by itself. */
export function NoData({ signal }: { signal: Signal }) {
  const project = useProject()
  const snippets = snippetsFor(project, signal)
  return (
    <div className="flex-1 overflow-y-auto">
      <div className="mx-auto max-w-3xl px-6 py-14">
        <h2 className="text-xl font-semibold">No {signal} yet</h2>
        <p className="mt-1 max-w-xl text-muted">
          Point any OpenTelemetry SDK at <code className="font-mono text-sm text-foreground">{project.publicUrl}</code>.
          This page shows the first {signal} as soon as they arrive.
        </p>
        <Tabs defaultValue="node" className="mt-6 overflow-hidden rounded-lg border border-border">
          <TabsList className="bg-surface">
            {snippets.map(({ id, label }) => (
              <TabsTrigger key={id} value={id}>
                {label}
              </TabsTrigger>
            ))}
          </TabsList>
          {snippets.map(({ id, code }) => (
            <TabsContent key={id} value={id} className="relative">
              <CopyButton text={code} what="Snippet" className="absolute top-2 right-2" />
              <pre className="overflow-x-auto p-4 pr-12 font-mono text-sm whitespace-pre-wrap break-words">{code}</pre>
            </TabsContent>
          ))}
        </Tabs>
        {project.keyRequired && (
          <p className="mt-3 text-muted">
            Put a key in place of <code className="font-mono text-sm">YOUR_API_KEY</code>:{' '}
            <Link href={`/projects/${project.projectId}/settings`} className="text-accent underline underline-offset-2">
              make one in the settings
            </Link>
            .
          </p>
        )}
        {!project.keyRequired && (
          <p className="mt-3 text-muted">
            Nothing to send yet? <code className="font-mono text-sm text-foreground">npm run demo</code> runs a shop
            with a support agent that does.
          </p>
        )}
        <RefusedHint projectId={project.projectId} />
        <p className="mt-6 flex items-center gap-2 text-sm text-subtle">
          <span aria-hidden="true" className="size-2 animate-pulse rounded-full bg-status-ok" />
          Waiting for the first {signal}
        </p>
      </div>
    </div>
  )
}
