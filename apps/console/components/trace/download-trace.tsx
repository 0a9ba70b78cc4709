'use client'

import { DownloadIcon } from 'lucide-react'
import { useProject } from '@/components/shell/project-context.tsx'
import { Button } from '@/components/ui/button.tsx'

/** Takes the trace home as OTLP/JSON, which any receiver of OTLP accepts. */
export function DownloadTrace({ traceId }: { traceId: string }) {
  const { projectId } = useProject()
  const href = `/api/projects/${encodeURIComponent(projectId)}/traces/${traceId}/otlp`
  return (
    <Button variant="ghost" size="icon" asChild>
      <a
        href={href}
        download={`trace-${traceId}.json`}
        aria-label="Download as OTLP/JSON"
        title="Download as OTLP/JSON"
      >
        <DownloadIcon />
      </a>
    </Button>
  )
}
