'use client'

import type { Attribute, TraceStructure } from '@hanzo/schema/api'
import { ListFilterIcon } from 'lucide-react'
import Link from 'next/link'
import { useProject } from '@/components/shell/project-context.tsx'
import { Button } from '@/components/ui/button.tsx'
import { CopyButton } from '@/components/ui/copy-button.tsx'
import { queryString } from '@/lib/api-client.ts'
import { attributeText } from '@/lib/attribute-text.ts'
import { absoluteRange } from '@/lib/time-range.ts'
import { indented } from './chat-message.ts'
import { LongText } from './long-text.tsx'

interface AttributeRowProps {
  attribute: Attribute
  trace: Pick<TraceStructure, 'startTimeUnixNano' | 'durationNanoseconds'>
}

const searchMarginMilliseconds = 30 * 60_000
/** A filter in a URL has an end: such values are rarely shared by two records anyway. */
const filterLengthMost = 512

/** One attribute. JSON is indented, whether it was sent as a value of its own or as text. */
export function AttributeRow({ attribute, trace }: AttributeRowProps) {
  const { projectId } = useProject()
  const text = attributeText(attribute)
  const pretty = attribute.type === 'json' || attribute.type === 'string' ? indented(text) : text
  const start = Number(BigInt(trace.startTimeUnixNano) / 1_000_000n)
  const end = start + Number(trace.durationNanoseconds) / 1e6
  const range = absoluteRange(start - searchMarginMilliseconds, end + searchMarginMilliseconds)
  const query = queryString({ ...range, attribute: `${attribute.key}=${text}` })
  return (
    <div className="group relative grid grid-cols-[minmax(120px,38%)_minmax(0,1fr)] gap-3 border-border/60 border-b px-4 py-1 text-sm hover:bg-hover">
      <dt className="break-words text-muted">{attribute.key}</dt>
      <dd className="min-w-0">
        <span className="flex items-start gap-2">
          <LongText
            lines={8}
            text={pretty}
            mono={attribute.type !== 'string' || pretty !== text}
            className={valueColor(attribute)}
          />
          {attribute.type !== 'string' && (
            <span className="ml-auto shrink-0 text-2xs text-subtle leading-4">{attribute.type}</span>
          )}
        </span>
      </dd>
      <span className="absolute top-0.5 right-3 flex rounded-sm bg-hover opacity-0 focus-within:opacity-100 group-hover:opacity-100">
        {text.length <= filterLengthMost && (
          <Button variant="ghost" size="icon-sm" asChild>
            <Link
              href={`/projects/${encodeURIComponent(projectId)}/traces${query}`}
              prefetch={false}
              aria-label="Traces with this attribute"
              title="Traces with this attribute"
            >
              <ListFilterIcon />
            </Link>
          </Button>
        )}
        <CopyButton text={text} what="Value" />
      </span>
    </div>
  )
}

function valueColor(attribute: Attribute): string {
  if (attribute.type === 'int' || attribute.type === 'double') return 'text-[var(--kind-model)]'
  return attribute.type === 'bool' ? 'text-[var(--kind-agent)]' : ''
}
