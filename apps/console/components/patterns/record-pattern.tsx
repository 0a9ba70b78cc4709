import type { LogDetail } from '@hanzo/schema/api'
import Link from 'next/link'
import { PatternTemplate } from './pattern-template.tsx'

interface RecordPatternProps {
  projectId: string
  pattern: LogDetail['pattern']
}

/** What a log record has in common with others, as a link to those of the last day; nothing for one that has no pattern. */
export function RecordPattern({ projectId, pattern }: RecordPatternProps) {
  if (!pattern) return null
  return (
    <section className="mx-4 mt-3">
      <h3 className="mb-1 text-xs font-medium text-subtle">Pattern</h3>
      <Link
        href={`/projects/${encodeURIComponent(projectId)}/logs?from=now-24h&query=pattern:${pattern.patternId}`}
        prefetch={false}
        title="Logs of the last day with this pattern"
        className="flex min-w-0 rounded-md border border-border bg-surface px-3 py-2 hover:bg-hover"
      >
        <PatternTemplate template={pattern.template || pattern.patternId} className="whitespace-normal break-words" />
      </Link>
    </section>
  )
}
