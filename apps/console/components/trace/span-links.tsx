'use client'

import type { SpanDetail } from '@hanzo/schema/api'
import { ArrowUpRightIcon } from 'lucide-react'
import Link from 'next/link'
import { useProject } from '@/components/shell/project-context.tsx'
import { AttributeList } from './attribute-list.tsx'
import { indexOfSpan, operationAt, type TraceTree } from './model/trace-tree.ts'

interface SpanLinksProps {
  detail: SpanDetail
  tree: TraceTree
  onOpenSpan: (spanId: string) => void
}

/** Spans, of this trace or of others, that a span says it has to do with. */
export function SpanLinks({ detail, tree, onOpenSpan }: SpanLinksProps) {
  const { projectId } = useProject()
  if (detail.links.length === 0) return <p className="px-4 py-3 text-subtle">No links to other spans.</p>
  const look = 'inline-flex items-center gap-1.5 font-medium text-accent hover:underline'
  return (
    <ul>
      {detail.links.map((link) => {
        const here = link.traceId === detail.traceId ? operationAt(tree, indexOfSpan(tree, link.spanId)) : null
        return (
          <li key={`${link.traceId}-${link.spanId}`} className="border-border border-b px-4 py-2">
            {here ? (
              <button type="button" className={look} onClick={() => onOpenSpan(link.spanId)}>
                {here.name || '(no name)'}
                <span className="font-normal text-subtle">{here.serviceName}, in this trace</span>
              </button>
            ) : (
              <Link
                href={`/projects/${encodeURIComponent(projectId)}/traces/${link.traceId}?span=${link.spanId}`}
                prefetch={false}
                className={look}
              >
                {link.traceId === detail.traceId
                  ? 'A span of this trace that has not arrived'
                  : 'Span of another trace'}
                <ArrowUpRightIcon className="size-3.5" />
              </Link>
            )}
            <p className="break-all font-mono text-subtle text-xs">
              {link.traceId} · {link.spanId}
            </p>
            <AttributeList attributes={link.attributes} />
          </li>
        )
      })}
    </ul>
  )
}
