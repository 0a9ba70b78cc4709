'use client'

import type { LogSummary } from '@hanzo/schema/api'
import { ListTreeIcon } from 'lucide-react'
import Link from 'next/link'
import type { DataTableColumn } from '@/components/data-table/column.ts'
import { RecordTime } from '@/components/record/record-time.tsx'
import { ServiceName } from '@/components/record/service-name.tsx'
import { SeverityLabel } from '@/components/record/severity-label.tsx'
import type { ValueRow } from '@/lib/column-values.ts'
import { logLine } from '@/lib/log-line.ts'

function LogLine({ log, wraps }: { log: LogSummary; wraps: boolean }) {
  const { text, extra } = logLine(log)
  if (wraps) {
    return (
      <span className="line-clamp-[12] min-w-0 font-mono text-sm leading-5 break-words whitespace-pre-wrap">
        {log.body || log.eventName || <span className="text-subtle">no body</span>}
      </span>
    )
  }
  return (
    <span className="truncate font-mono text-sm" title={text}>
      {text || <span className="text-subtle">no body</span>}
      {extra && <span className="pl-3 text-subtle">{extra}</span>}
    </span>
  )
}

/** A log record in the list, with the columns that were asked for. */
export type LogListRow = LogSummary & ValueRow

/** The columns of the logs list, which `logColumnIds` names. */
export function logColumns(
  traceHrefOf: (log: LogSummary) => string,
  wraps: boolean,
): readonly DataTableColumn<LogListRow>[] {
  return [
    { id: 'time', header: 'Time', width: 160, cell: (log) => <RecordTime unixNano={log.timeUnixNano} /> },
    {
      id: 'severity',
      header: 'Severity',
      width: 76,
      cell: (log) => <SeverityLabel severityNumber={log.severityNumber} severityText={log.severityText} />,
    },
    { id: 'service', header: 'Service', width: 150, cell: (log) => <ServiceName name={log.serviceName} /> },
    {
      id: 'body',
      header: 'Body',
      width: 400,
      minWidth: 200,
      grow: true,
      cell: (log) => <LogLine log={log} wraps={wraps} />,
    },
    {
      id: 'trace',
      header: 'Trace',
      width: 60,
      align: 'right',
      cell: (log) =>
        log.traceId && (
          <Link
            href={traceHrefOf(log)}
            prefetch={false}
            tabIndex={-1}
            aria-label="Open its trace"
            title="Open its trace"
            className="-my-1 flex size-6 items-center justify-center rounded-sm text-subtle hover:bg-border hover:text-foreground"
          >
            <ListTreeIcon className="size-3.5" />
          </Link>
        ),
    },
  ]
}
