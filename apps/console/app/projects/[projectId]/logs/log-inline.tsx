'use client'

import type { LogSummary } from '@hanzo/schema/api'
import { AttributeFields } from '@/components/record/attribute-fields.tsx'
import { LogBody, type LogValueActions } from '@/components/record/log-body.tsx'
import { LogActions } from './log-actions.tsx'

interface LogInlineProps extends LogValueActions {
  log: LogSummary
  projectId: string
  onOpen: () => void
}

/** A log record in place, below its row: what the list knows of it. */
export function LogInline({ log, projectId, onOpen, onFilter, onAddColumn }: LogInlineProps) {
  return (
    <div className="flex max-w-[min(1400px,calc(100vw-320px))] flex-col gap-2 py-2 pr-4 pl-8">
      <LogBody log={log} onFilter={onFilter} onAddColumn={onAddColumn} />
      <LogActions log={log} projectId={projectId} onOpen={onOpen} />
      <div className="-mx-4 -mt-2">
        <AttributeFields
          title="Attributes"
          owner="record"
          attributes={log.attributes}
          onFilter={onFilter}
          onAddColumn={onAddColumn}
        />
      </div>
    </div>
  )
}
