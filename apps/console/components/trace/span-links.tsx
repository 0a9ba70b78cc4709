'use client'

import type { SpanDetail } from '@hanzo/schema/api'
import { ArrowUpRightIcon } from 'lucide-react'
import Link from 'next/link'
import { useProject } from '@/components/shell/project-context.tsx'
import { AttributeList } from './attribute-list.tsx'

/** Spans, of this trace or of others, that a span says it has to do with. */
export function SpanLinks({ detail }: { detail: SpanDetail }) {
  const { projectId } = useProject()
  if (detail.links.length === 0) return <p className="px-4 py-3 text-subtle">No links to other spans.</p>
  return (
    <ul>
      {detail.links.map((link) => (
        <li key={`${link.traceId}-${link.spanId}`} className="border-border border-b px-4 py-2">
          <Link
            href={`/projects/${encodeURIComponent(projectId)}/traces/${link.traceId}?span=${link.spanId}`}
            prefetch={false}
            className="inline-flex items-center gap-1.5 font-medium text-accent hover:underline"
          >
            {link.traceId === detail.traceId ? 'Another span of this trace' : 'Span of another trace'}
            <ArrowUpRightIcon className="size-3.5" />
          </Link>
          <p className="break-all font-mono text-subtle text-xs">
            {link.traceId} · {link.spanId}
          </p>
          <AttributeList attributes={link.attributes} />
        </li>
      ))}
    </ul>
  )
}
