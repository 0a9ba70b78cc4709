'use client'

import type { LogDetail } from '@hanzo/schema/api'
import type { SearchFilter } from '@hanzo/search'
import { ListTreeIcon } from 'lucide-react'
import Link from 'next/link'
import { AttributeFields } from '@/components/record/attribute-fields.tsx'
import { ServiceName } from '@/components/record/service-name.tsx'
import { SeverityLabel } from '@/components/record/severity-label.tsx'
import { Button } from '@/components/ui/button.tsx'
import { CopyButton } from '@/components/ui/copy-button.tsx'
import { prettyJson } from '@/lib/attribute-text.ts'
import { formatExactTime, formatUtcTime } from '@/lib/format-time.ts'
import { traceHref } from '@/lib/trace-href.ts'

interface LogRecordProps {
  log: LogDetail
  projectId: string
  onFilter: (filter: SearchFilter) => void
}

/** Everything that was sent of a log record. */
export function LogRecord({ log, projectId, onFilter }: LogRecordProps) {
  const body = log.bodyIsJson ? prettyJson(log.body) : log.body
  return (
    <div className="min-h-0 flex-1 overflow-y-auto overscroll-contain pb-6">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1 px-4 pt-3">
        <SeverityLabel severityNumber={log.severityNumber} severityText={log.severityText} />
        <ServiceName name={log.serviceName} />
        <time className="text-muted" dateTime={formatUtcTime(log.timeUnixNano)} title={formatUtcTime(log.timeUnixNano)}>
          {formatExactTime(log.timeUnixNano)}
        </time>
      </div>
      <div className="group relative mx-4 mt-3 rounded-md border border-border bg-surface">
        <pre className="max-h-[40vh] overflow-auto p-3 pr-10 font-mono text-sm whitespace-pre-wrap break-words">
          {body || <span className="text-subtle">no body</span>}
        </pre>
        <CopyButton text={body} what="Body" className="absolute top-1.5 right-1.5" />
      </div>
      {log.traceId && (
        <div className="mx-4 mt-3 flex gap-2">
          <Button asChild>
            <Link href={traceHref(projectId, log.traceId, log.spanId)} prefetch={false}>
              <ListTreeIcon />
              {log.spanId ? 'Open its span' : 'Open its trace'}
            </Link>
          </Button>
          <Button asChild>
            <Link
              href={`/projects/${encodeURIComponent(projectId)}/logs?from=now-30d&query=trace_id:${log.traceId}`}
              prefetch={false}
            >
              All logs of this trace
            </Link>
          </Button>
        </div>
      )}
      <AttributeFields
        title="Attributes"
        owner="record"
        attributes={log.attributes}
        dropped={log.droppedAttributesCount}
        onFilter={onFilter}
      />
      <AttributeFields title="Resource" owner="resource" attributes={log.resource.attributes} onFilter={onFilter} />
      <AttributeFields title="Record" attributes={recordFields(log)} />
      <AttributeFields title="Scope attributes" owner="scope" attributes={log.scope.attributes} onFilter={onFilter} />
    </div>
  )
}

/** The fields of the record itself, those that are set. */
function recordFields(log: LogDetail): LogDetail['attributes'] {
  const field = (key: string, value: string) => ({ key, type: 'string' as const, value })
  return [
    field('trace id', log.traceId),
    field('span id', log.spanId),
    field('event name', log.eventName),
    field('observed', log.observedTimeUnixNano === '0' ? '' : formatExactTime(log.observedTimeUnixNano)),
    field('severity number', log.severityNumber === 0 ? '' : String(log.severityNumber)),
    field('flags', log.flags === 0 ? '' : String(log.flags)),
    field('scope', [log.scope.name, log.scope.version].filter(Boolean).join(' ')),
    field('resource schema', log.resource.schemaUrl),
  ].filter(({ value }) => value !== '')
}
