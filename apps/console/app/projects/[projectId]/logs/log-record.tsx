'use client'

import type { LogDetail } from '@hanzo/schema/api'
import { RecordPattern } from '@/components/patterns/record-pattern.tsx'
import { AttributeFields } from '@/components/record/attribute-fields.tsx'
import { LogBody, type LogValueActions } from '@/components/record/log-body.tsx'
import { ServiceName } from '@/components/record/service-name.tsx'
import { SeverityLabel } from '@/components/record/severity-label.tsx'
import { formatExactTime, formatUtcTime } from '@/lib/format-time.ts'
import { LogActions } from './log-actions.tsx'

interface LogRecordProps extends LogValueActions {
  log: LogDetail
  projectId: string
  /** Whether its page of records before and after is somewhere else. */
  hasContext?: boolean
}

/** Everything that was sent of a log record. */
export function LogRecord({ log, projectId, hasContext = true, onFilter, onAddColumn }: LogRecordProps) {
  const actions = { onFilter, onAddColumn }
  return (
    <div className="min-h-0 flex-1 overflow-y-auto overscroll-contain pb-6">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1 px-4 pt-3">
        <SeverityLabel severityNumber={log.severityNumber} severityText={log.severityText} />
        <ServiceName name={log.serviceName} />
        <time className="text-muted" dateTime={formatUtcTime(log.timeUnixNano)} title={formatUtcTime(log.timeUnixNano)}>
          {formatExactTime(log.timeUnixNano)}
        </time>
      </div>
      <LogBody log={log} {...actions} className="mx-4 mt-3" />
      <div className="mx-4 mt-3">
        <LogActions log={log} projectId={projectId} hasContext={hasContext} />
      </div>
      <RecordPattern projectId={projectId} pattern={log.pattern} />
      <AttributeFields
        title="Attributes"
        owner="record"
        attributes={log.attributes}
        dropped={log.droppedAttributesCount}
        {...actions}
      />
      <AttributeFields title="Resource" owner="resource" attributes={log.resource.attributes} {...actions} />
      <AttributeFields title="Record" attributes={recordFields(log)} />
      <AttributeFields title="Scope attributes" owner="scope" attributes={log.scope.attributes} {...actions} />
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
